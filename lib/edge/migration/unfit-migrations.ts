import { spell, type Problem } from '../../core/checked';

/** Migrations would block or break the release that runs while they are applied, or cannot be read. */
export class UnfitMigrations extends Error {
  override readonly name = 'UnfitMigrations';

  constructor(readonly problems: readonly Problem[]) {
    super(problems.map(spell).join('\n'));
  }
}
