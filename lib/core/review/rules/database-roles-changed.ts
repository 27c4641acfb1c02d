import { isEnd } from '../change';
import { everyChange, everyPlace, together } from '../see';

/** What the users of the database may do, how many sessions each may open, and how long a statement may take. */
export const databaseRolesChanged = together(
  everyPlace(/^Custom::DatabaseRoles$/, ({ path }) => !/^(Stage|Account|DependsOn)$/.test(path)),
  everyChange(/^Custom::DatabaseRoles$/, (change) => (isEnd(change) ? 'nobody looks after the users of the database any more' : undefined)),
);
