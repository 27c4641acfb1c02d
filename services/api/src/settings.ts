import {
  commonSettings, serviceSettings, VariableReader, type CommonSettings, type Endpoint, type ServiceSettings, type Variables,
} from '../../shared/src/settings';

/** Everything that the API is told from outside. */
export interface Settings extends ServiceSettings {
  readonly port: number;
  readonly writer: Endpoint;
}

/** What the migration task is told. */
export interface MigrationSettings extends CommonSettings {
  readonly owner: Endpoint;
}

/** @throws SettingsError naming every variable that is missing or wrong */
export function readSettings(variables: Variables): Settings {
  const read = new VariableReader(variables);
  return read.result({ ...serviceSettings(read), port: read.port('PORT'), writer: read.endpoint('WRITER') });
}

/** @throws SettingsError naming every variable that is missing or wrong */
export function readMigrationSettings(variables: Variables): MigrationSettings {
  const read = new VariableReader(variables);
  return read.result({ ...commonSettings(read), owner: read.endpoint('OWNER') });
}
