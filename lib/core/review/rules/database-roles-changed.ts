import { everyPlace } from '../see';

/** What the users of the database may do, how many sessions each may open, and how long a statement may take. */
export const databaseRolesChanged = everyPlace(/^Custom::DatabaseRoles$/, ({ path }) => !/^(Stage|Account|DependsOn)$/.test(path));
