import type { MigrationRule } from './rule';
import { addedColumnCanBeLeftOut } from './rules/added-column-can-be-left-out';
import { addedColumnIsCheap } from './rules/added-column-is-cheap';
import { asideStandsAlone } from './rules/aside-stands-alone';
import { constraintIsCheckedApart } from './rules/constraint-is-checked-apart';
import { constraintIsCheckedLater } from './rules/constraint-is-checked-later';
import { defaultStays } from './rules/default-stays';
import { grantsStay } from './rules/grants-stay';
import { indexIsBuiltAside } from './rules/index-is-built-aside';
import { notNullIsProven } from './rules/not-null-is-proven';
import { nothingIsDropped } from './rules/nothing-is-dropped';
import { nothingIsRenamed } from './rules/nothing-is-renamed';
import { nothingIsReplaced } from './rules/nothing-is-replaced';
import { nothingNewIsForbidden } from './rules/nothing-new-is-forbidden';
import { rowsAreChangedInBatches } from './rules/rows-are-changed-in-batches';
import { sessionIsTheRunners } from './rules/session-is-the-runners';
import { statementIsKnown } from './rules/statement-is-known';
import { tableIsNotLocked } from './rules/table-is-not-locked';
import { tableIsNotRewritten } from './rules/table-is-not-rewritten';
import { typeStays } from './rules/type-stays';

export const migrationRules: readonly MigrationRule[] = [
  indexIsBuiltAside, asideStandsAlone, addedColumnIsCheap, notNullIsProven, constraintIsCheckedLater, constraintIsCheckedApart, typeStays, tableIsNotRewritten, tableIsNotLocked,
  sessionIsTheRunners, rowsAreChangedInBatches, statementIsKnown,
  nothingIsDropped, nothingIsRenamed, nothingIsReplaced, defaultStays, grantsStay, addedColumnCanBeLeftOut, nothingNewIsForbidden,
];
