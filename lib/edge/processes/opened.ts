/** What was opened so far: closed in reverse order, all of it, even when closing one thing fails. */
export class Opened implements AsyncDisposable {
  private readonly closers: (() => unknown)[] = [];

  /** Remembers to close it, and gives it back. */
  add<T extends AsyncDisposable | Disposable>(thing: T): T {
    this.closers.push(() => (Symbol.asyncDispose in thing ? thing[Symbol.asyncDispose]() : (thing as Disposable)[Symbol.dispose]()));
    return thing;
  }

  atTheEnd(close: () => unknown): void {
    this.closers.push(close);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const failures: unknown[] = [];
    for (const close of this.closers.splice(0).reverse()) {
      try {
        await close();
      } catch (thrown) {
        failures.push(thrown);
      }
    }
    if (failures.length > 0) throw new AggregateError(failures, 'not everything could be closed');
  }
}
