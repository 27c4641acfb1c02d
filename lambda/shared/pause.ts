/** Waits. For repeating a call that failed, never for time to pass on AWS: a function is paid for while it sleeps. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
