/** A database server and the user to be there. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
  readonly user: string;
}

/** What every program of a service is told. */
export interface CommonSettings {
  readonly stage: string;
  readonly account: string;
  readonly release: string;
  readonly region: string;
  readonly database: string;
  /** Where ECS tells a task about itself. */
  readonly metadataUri: string;
}

/** What a program is told besides that serves customers or works for them until it is asked to end. */
export interface ServiceSettings extends CommonSettings {
  readonly service: string;
  readonly logLevel: LogLevel;
  /** The replicas. */
  readonly readers: readonly Endpoint[];
}

export const logLevels = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof logLevels)[number];

export type Variables = Readonly<Record<string, string | undefined>>;

export function commonSettings(read: VariableReader): CommonSettings {
  return {
    stage: read.text('STAGE'),
    account: read.text('ACCOUNT', /^\d{12}$/, 'an account number of 12 digits'),
    release: read.text('RELEASE'),
    region: read.text('AWS_REGION'),
    database: read.text('DATABASE'),
    metadataUri: read.text('ECS_CONTAINER_METADATA_URI_V4'),
  };
}

export function serviceSettings(read: VariableReader): ServiceSettings {
  const readerPort = read.port('READER_PORT');
  const readerUser = read.text('READER_USER');
  return {
    ...commonSettings(read),
    service: read.text('SERVICE'),
    logLevel: read.oneOf('LOG_LEVEL', logLevels),
    readers: read.list('READER_HOSTS').map((host) => ({ host, port: readerPort, user: readerUser })),
  };
}

/** The settings cannot be used; the message holds everything that is wrong with them. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

/** Reads variables one by one, and says at the end what was wrong with any of them. */
export class VariableReader {
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

  endpoint(prefix: string): Endpoint {
    return { host: this.text(`${prefix}_HOST`), port: this.port(`${prefix}_PORT`), user: this.text(`${prefix}_USER`) };
  }

  oneOf<Choice extends string>(name: string, choices: readonly Choice[]): Choice {
    const value = this.text(name);
    const found = choices.find((choice) => choice === value);
    if (found === undefined && value !== '') this.wrong.push(`${name} must be one of ${choices.join(', ')}, got "${value}"`);
    return found ?? (choices[0] as Choice);
  }

  /** @throws SettingsError naming every variable that is missing or wrong */
  result<T>(value: T): T {
    const all = [...(this.missing.length > 0 ? [`missing: ${this.missing.join(', ')}`] : []), ...this.wrong];
    if (all.length > 0) throw new SettingsError(`the environment of the task cannot be used: ${all.join('; ')}`);
    return value;
  }
}
