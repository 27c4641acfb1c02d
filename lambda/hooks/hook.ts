import type { Judgement } from '../../lib/core/evidence/verdict';
import { within } from '../shared/within';
import { readHookEvent, type HookEvent } from './hook-event';

export interface HookPorts {
  /** Looks, until the signal is aborted. */
  readonly judge: (event: HookEvent, signal: AbortSignal) => Promise<Judgement>;
  readonly report: (event: HookEvent, status: 'Succeeded' | 'Failed') => Promise<void>;
  readonly log: (record: Readonly<Record<string, unknown>>) => void;
}

/** Kept back for telling the verdict; without it CodeDeploy waits an hour. */
const FOR_REPORTING_MS = 10_000;

/**
 * Runs a check and always tells its verdict. The verdict starts as Failed; only `passed` makes it Succeeded.
 *
 * @throws when this is no call of CodeDeploy, or the verdict could not be told, so that the invocation fails and is tried again
 */
export async function runHook(called: unknown, remainingMs: number, { judge, report, log }: HookPorts): Promise<void> {
  const event = readHookEvent(called);
  let status: 'Succeeded' | 'Failed' = 'Failed';
  try {
    const judgement = await within(remainingMs - FOR_REPORTING_MS, (signal) => judge(event, signal));
    if (judgement.verdict === 'passed') status = 'Succeeded';
    log({ level: status === 'Succeeded' ? 'info' : 'error', message: 'verdict', deploymentId: event.DeploymentId, ...judgement });
  } catch (cause) {
    log({ level: 'error', message: 'the check broke, which counts as failed', deploymentId: event.DeploymentId, cause: cause instanceof Error ? cause.stack : String(cause) });
  }
  await report(event, status);
}
