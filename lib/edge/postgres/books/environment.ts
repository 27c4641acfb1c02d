import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { rejected, type Checked } from '../../../core/checked';
import { Reader } from '../../../core/reader';

/**
 * How a person reaches the primary database of an environment: a JSON file, which holds no secret.
 *
 * One logs in with a token that IAM credentials sign (`rds-db:connect` on the user), over TLS, and the server has to prove its name.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.html
 */
export interface Environment {
  /** Whose database it has to be: compared with the credentials and with the row that each database has about itself. */
  readonly stage: string;
  readonly account: string;
  readonly region: string;
  /** The name of the primary instance or of its proxy; what the certificate has to be for. */
  readonly host: string;
  readonly port: number;
  readonly database: string;
  /** A database user that may read the books and add to them. */
  readonly user: string;
  /** Profile of the AWS configuration whose credentials sign. @default - those of the shell */
  readonly profile: string | undefined;
  /** Port on this machine where a tunnel to the database begins, since it has no way in from the internet. @default - none */
  readonly tunnelPort: number | undefined;
  /** File with the authorities that are trusted, relative to this one. @default - what Node and NODE_EXTRA_CA_CERTS trust */
  readonly authorities: string | undefined;
}

/** Reads the settings of one environment. @param file as typed; messages begin with it */
export async function readEnvironment(file: string): Promise<Checked<Environment>> {
  let source: unknown;
  try {
    source = JSON.parse(await readFile(file, 'utf8'));
  } catch (cause) {
    return rejected({ path: file, message: `must be a JSON file with the settings of an environment: ${(cause as Error).message}` });
  }
  const read = new Reader(source, file);
  const given = <T>(key: string, take: () => T): T | undefined => (read.has(key) ? take() : undefined);
  const environment: Environment = {
    stage: read.text('stage', { pattern: /^[a-z][a-z0-9-]*$/, like: 'the name of a stage' }),
    account: read.text('account', { pattern: /^\d{12}$/, like: 'an account number of 12 digits' }),
    region: read.text('region', { pattern: /^[a-z]{2}(-[a-z]+)+-\d$/, like: 'a region such as "ap-northeast-2"' }),
    host: read.text('host', { pattern: /^[A-Za-z0-9.-]+$/, like: 'the name of a server' }),
    port: read.integer('port', { min: 1, max: 65_535 }),
    database: read.text('database'),
    user: read.text('user'),
    profile: given('profile', () => read.text('profile')),
    tunnelPort: given('tunnelPort', () => read.integer('tunnelPort', { min: 1, max: 65_535 })),
    authorities: given('authorities', () => resolve(dirname(file), read.text('authorities'))),
  };
  read.onlyKnownKeys();
  return read.result(environment);
}
