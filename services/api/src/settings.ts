/** Everything that the API is told from outside. */
export interface Settings {
  readonly port: number;
  readonly stage: string;
  readonly account: string;
  readonly release: string;
  readonly service: string;
  readonly region: string;
  readonly logLevel: LogLevel;
  readonly database: string;
  readonly writer: Endpoint;
  readonly readers: readonly Endpoint[];
  /** Where ECS tells a task about itself. */
  readonly metadataUri: string;
}

/** What the migration task is told. */
export interface MigrationSettings extends Pick<Settings, 'stage' | 'account' | 'release' | 'region' | 'database' | 'metadataUri'> {
  readonly owner: Endpoint;
}

/** A database server and the user to be there. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
  readonly user: string;
}

export const logLevels = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof logLevels)[number];

export type Variables = Readonly<Record<string, string | undefined>>;

/** @throws SettingsError naming every variable that is missing or wrong */
export function readSettings(variables: Variables): Settings {
  const read = new VariableReader(variables);
  const readerPort = read.port('READER_PORT');
  const readerUser = read.text('READER_USER');
  return read.result({
    ...sharedSettings(read),
    port: read.port('PORT'),
    service: read.text('SERVICE'),
    logLevel: read.oneOf('LOG_LEVEL', logLevels),
    writer: endpoint(read, 'WRITER'),
    readers: read.list('READER_HOSTS').map((host) => ({ host, port: readerPort, user: readerUser })),
  });
}

/** @throws SettingsError naming every variable that is missing or wrong */
export function readMigrationSettings(variables: Variables): MigrationSettings {
  const read = new VariableReader(variables);
  return read.result({ ...sharedSettings(read), owner: endpoint(read, 'OWNER') });
}

/** The settings cannot be used; the message holds everything that is wrong with them. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

function sharedSettings(read: VariableReader): Omit<MigrationSettings, 'owner'> {
  return {
    stage: read.text('STAGE'),
    account: read.text('ACCOUNT', /^\d{12}$/, 'an account number of 12 digits'),
    release: read.text('RELEASE'),
    region: read.text('AWS_REGION'),
    database: read.text('DATABASE'),
    metadataUri: read.text('ECS_CONTAINER_METADATA_URI_V4'),
  };
}

function endpoint(read: VariableReader, prefix: 'WRITER' | 'OWNER'): Endpoint {
  return { host: read.text(`${prefix}_HOST`), port: read.port(`${prefix}_PORT`), user: read.text(`${prefix}_USER`) };
}

class VariableReader {
  private readonly missing: string[] = [];
  private readonly wrong: string[] = [];

  constructor(private readonly variables: Variables) {}

  text(name: string, pattern = /^\S(.*\S)?$/, like = 'a text'): string {
    const value = this.variables[name] ?? '';
    if (value === '') this.missing.push(name);
    else if (!pattern.test(value)) this.wrong.push(`${name} must be ${like}, got "${value}"`);
    return value;
  }

  port(name: string): number {
    const port = Number(this.text(name, /^\d{1,5}$/, 'a port number'));
    if (port > 65_535) this.wrong.push(`${name} must be a port number, got ${port}`);
    return port;
  }

  list(name: string): readonly string[] {
    return this.text(name).split(',').map((item) => item.trim()).filter((item) => item !== '');
  }

  oneOf<Choice extends string>(name: string, choices: readonly Choice[]): Choice {
    const value = this.text(name);
    const found = choices.find((choice) => choice === value);
    if (found === undefined && value !== '') this.wrong.push(`${name} must be one of ${choices.join(', ')}, got "${value}"`);
    return found ?? (choices[0] as Choice);
  }

  result<T>(value: T): T {
    const all = [...(this.missing.length > 0 ? [`missing: ${this.missing.join(', ')}`] : []), ...this.wrong];
    if (all.length > 0) throw new SettingsError(`the environment of the task cannot be used: ${all.join('; ')}`);
    return value;
  }
}
