/** What each check found: `ok`, or why not. */
export interface Readiness {
  readonly ready: boolean;
  readonly checks: Readonly<Record<string, string>>;
}

/** Asks everything that a service depends on, once, side by side. */
export async function readinessOf(checks: Readonly<Record<string, () => Promise<unknown>>>): Promise<Readiness> {
  const found = await Promise.all(Object.entries(checks).map(async ([name, check]) => [name, await resultOf(check)] as const));
  return { ready: found.every(([, result]) => result === 'ok'), checks: Object.fromEntries(found) };
}

async function resultOf(check: () => Promise<unknown>): Promise<string> {
  try {
    await check();
    return 'ok';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
