import { serviceSettings, VariableReader, type ServiceSettings, type Variables } from '../../shared/src/settings';

/** Everything that the service is told from outside. */
export interface Settings extends ServiceSettings {
  readonly port: number;
  readonly queueUrl: string;
}

/** What the worker is told. */
export interface WorkerSettings extends ServiceSettings {
  readonly queueUrl: string;
  readonly leaseTable: string;
  readonly digestTable: string;
}

/** @throws SettingsError naming every variable that is missing or wrong */
export function readSettings(variables: Variables): Settings {
  const read = new VariableReader(variables);
  return read.result({ ...serviceSettings(read), port: read.port('PORT'), queueUrl: queueUrl(read) });
}

/** @throws SettingsError naming every variable that is missing or wrong */
export function readWorkerSettings(variables: Variables): WorkerSettings {
  const read = new VariableReader(variables);
  return read.result({
    ...serviceSettings(read),
    queueUrl: queueUrl(read),
    leaseTable: read.text('LEASE_TABLE'),
    digestTable: read.text('DIGEST_TABLE'),
  });
}

const queueUrl = (read: VariableReader): string => read.text('QUEUE_URL', /^https?:\/\/\S+$/, 'the URL of a queue');
