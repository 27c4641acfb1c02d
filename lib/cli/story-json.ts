import { harmed, nextSteps } from '../core/story/next-steps';
import type { Story } from '../core/story/story';
import type { Instant } from '../core/units';
import { deploymentJson } from './standing-json';

/** The answer of `changeover report --format json`, as `report.schema.json` says: moments as ISO 8601, `null` where there is no value. */
export function storyJson(story: Story): object {
  const { stage, service, deployment, release, before, changed, moments, alarms, traffic } = story;
  return {
    stage, service, release: release ?? null, before: before ?? null, deployment: deploymentJson(deployment),
    changed: changed.kind === 'unknown' ? { kind: changed.kind, why: changed.why } : { kind: changed.kind, commits: changed.commits ?? null, images: changed.images ?? null, migrations: changed.migrations },
    moments: moments.map(({ at, what }) => ({ at: text(at), what })), alarms,
    traffic: traffic === undefined ? null : { from: text(traffic.from), to: text(traffic.to), failed: harmed(traffic), groups: traffic.groups, unanswered: traffic.unanswered },
    next: nextSteps(story),
  };
}

const text = (at: Instant): string => new Date(at).toISOString();
