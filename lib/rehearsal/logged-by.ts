import type { LogStore } from '../region/logs/log-store';

/** How many of customers' requests a release has told of in its log; those of probes are left out. */
export function loggedBy(release: string, logs: Pick<LogStore, 'names' | 'events'>): number {
  const name = JSON.stringify(release);
  return logs.names().flatMap((group) => logs.events(group, ({ message }) => message.includes('"message":"request"') && message.includes(`"release":${name}`) && !message.includes('"synthetic":true'))).length;
}
