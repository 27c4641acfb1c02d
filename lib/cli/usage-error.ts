/** The command was asked wrongly; every problem is one line that says where, what must hold, what was found and what to do. */
export class UsageError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'UsageError';
  }
}
