import type { LogEvent, LogStore } from '../region/logs/log-store';
import { fieldsIn } from '../core/json-fields';

/** What a hook said about a release, in its own log: CodeDeploy learns `Succeeded` or `Failed` only. */
export interface HookVerdict {
  readonly verdict: string;
  /** Sentences, worst first. */
  readonly reasons: readonly string[];
}

/** The verdicts of all hooks of a deployment, in the order in which they were told; hooks that log none are left out. */
export function verdictsOn(deploymentId: string, logs: Pick<LogStore, 'names' | 'events'>): readonly HookVerdict[] {
  return logs.names().flatMap((group) => logs.events(group, said)).flatMap(({ message }) => {
    const record = fieldsIn(message);
    if (record?.['message'] !== 'verdict' || record['deploymentId'] !== deploymentId) return [];
    const { verdict, reasons } = record;
    return [{ verdict: String(verdict), reasons: Array.isArray(reasons) ? reasons.map(String) : [] }];
  });
}

/** Cheap, because a service writes a line for every request. */
const said = ({ message }: LogEvent): boolean => message.includes('"verdict"');
