import { spellFix, type Fix } from './fix';
import type { AlarmView, Expected, Inspection, RouteView } from './inspection';

/** What decides with an inspection whether a release may begin. */
export interface Flight {
  readonly seen: Inspection;
  readonly expected: Expected;
  /** What the release says that it fixes. */
  readonly fix: Fix | undefined;
  /** Whether green is probed before it gets customers. */
  readonly probed: boolean;
  /** The placeholder runs: there is no customer yet. */
  readonly first: boolean;
}

/** Every reason not to begin, each with what to do about it; none: go. */
export function refusals(flight: Flight): readonly string[] {
  return [topology, guards, alarms, firing, fixing, routing, wayBack, source].flatMap((check) => check(flight));
}

/** Status of a stack of which everything is there and nothing is being changed: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html */
const STANDS = ['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'UPDATE_ROLLBACK_COMPLETE', 'IMPORT_COMPLETE', 'IMPORT_ROLLBACK_COMPLETE'];

function topology({ seen }: Flight): readonly string[] {
  return seen.stacks.filter(({ status }) => !STANDS.includes(status ?? '')).map(({ name, status }) => {
    if (status === undefined) return `the stack ${name} is not there: deploy the topology stacks first`;
    return status.endsWith('_IN_PROGRESS')
      ? `the stack ${name} is being changed (${status}): wait for its end, and deploy again`
      : `the stack ${name} is in ${status}: bring it to an end first`;
  });
}

/** Without these an alarm stops a deployment half-way, or nothing stops it: each of them is a setting of its own. */
const ROLLBACK_EVENTS = ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM', 'DEPLOYMENT_STOP_ON_REQUEST'];
const REPAIR = 'somebody has changed it by hand; deploy the topology stack with a change of the group, or set it back';

/** What of a deployment group and its alarms no longer is what stops and takes back a release. */
export function disarmed(seen: Disarmable, expected: Expected): readonly string[] {
  return [guards, alarms].flatMap((check) => check({ seen, expected }));
}

interface Disarmable extends Pick<Inspection, 'group'> {
  readonly alarms: readonly Pick<AlarmView, 'name' | 'actionsEnabled' | 'terms'>[];
}

function guards({ seen: { group }, expected }: { readonly seen: Disarmable; readonly expected: Expected }): readonly string[] {
  const events = group.rollback.enabled ? group.rollback.events : [];
  const missing = ROLLBACK_EVENTS.filter((event) => !events.includes(event));
  return [
    ...(missing.length > 0 ? [`the deployment group does not roll back on ${missing.join(', ')}: ${REPAIR}`] : []),
    ...(Object.keys(expected.alarms).length > 0 && !group.alarms.enabled ? [`the alarms of the deployment group are switched off: ${REPAIR}`] : []),
    ...(group.alarms.enabled && group.alarms.ignorePollAlarmFailure ? [`the deployment group goes on when alarms cannot be read: ${REPAIR}`] : []),
  ];
}

function alarms({ seen, expected }: { readonly seen: Disarmable; readonly expected: Expected }): readonly string[] {
  const listened = seen.group.alarms.enabled ? seen.group.alarms.names : [];
  const strange = listened.filter((name) => expected.alarms[name] === undefined);
  return [
    ...Object.entries(expected.alarms).flatMap(([name, terms]) => {
      const alarm = seen.alarms.find((one) => one.name === name);
      if (alarm === undefined) return [`the alarm ${name} does not exist: it was deleted or renamed by hand; deploy the topology stack again`];
      return [
        ...(seen.group.alarms.enabled && !listened.includes(name) ? [`the deployment group does not listen to the alarm ${name}: ${REPAIR}`] : []),
        ...(alarm.actionsEnabled ? [] : [`the actions of the alarm ${name} are switched off: enable them again`]),
        ...(alarm.terms === terms ? [] : [`the alarm ${name} fires at ${alarm.terms}, and was deployed to fire at ${terms}: set it back, or deploy the topology stack with the change`]),
      ];
    }),
    ...strange.map((name) => `the deployment group listens to ${name}, which is none of its alarms: ${REPAIR}`),
  ];
}

/** A red alarm stops a deployment as soon as it is created, and would be blamed on the release. */
function firing({ seen, fix }: Flight): readonly string[] {
  return red(seen).filter(({ name }) => fix?.alarms.includes(name) !== true)
    .map(({ name, because }) => `the alarm ${name} is red (${because}): wait until it is over; a release that ends what it is red for names it in Fixes`);
}

const red = ({ alarms: all }: Inspection): readonly AlarmView[] => all.filter(({ state }) => state === 'ALARM');

/** What a fix leaves out has to be made up for: probes before customers, and every other alarm. */
function fixing({ fix, expected, probed }: Flight): readonly string[] {
  if (fix === undefined) return [];
  const unknown = fix.alarms.filter((name) => expected.alarms[name] === undefined);
  const remaining = remainingAlarms(expected, fix);
  return [
    ...unknown.map((name) => `the release names ${name} in Fixes, which is none of the alarms of its group (${Object.keys(expected.alarms).join(', ')})`),
    ...(remaining.length === 0 ? ['the release names every alarm in Fixes: at least one has to watch it'] : []),
    ...(probed ? [] : ['a release that goes out under a red alarm must be probed before it has customers, and this group has no probes: deploy the topology stack with them']),
  ];
}

/** The alarms that watch a release which fixes others. */
export const remainingAlarms = (expected: Expected, { alarms: left }: Pick<Fix, 'alarms'>): readonly string[] => Object.keys(expected.alarms).filter((name) => !left.includes(name));

/** CodeDeploy moves weights from where it finds them; customers must be where PRIMARY is, or it would move them from somewhere else. */
function routing({ seen: { routes, primary } }: Flight): readonly string[] {
  if (primary === undefined) return [];
  return routes.flatMap(({ route, weights }) => {
    if (weights === undefined) return [`the rule of the ${route} listener is gone: deploy the topology stack again`];
    if (allOn(weights, primary.targetGroup)) return [];
    return [`the rule of the ${route} listener must send everything to ${nameOf(primary.targetGroup)}, behind which the running release is, and its weights are ${spellWeights(weights)}: somebody has moved them; set them back by hand`];
  });
}

function allOn(weights: NonNullable<RouteView['weights']>, targetGroup: string): boolean {
  const taking = weights.filter(({ weight }) => weight > 0);
  return taking.length === 1 && taking[0]?.targetGroup === targetGroup;
}

export const spellWeights = (weights: NonNullable<RouteView['weights']>): string => weights.map(({ targetGroup, weight }) => `${nameOf(targetGroup)} ${weight}`).join(', ') || 'none';

/** `arn:...:targetgroup/<name>/<id>` */
export const nameOf = (targetGroup: string): string => targetGroup.split('/').at(-2) ?? targetGroup;

/** ECS starts new tasks for blue too, when one of them ends: of a definition that is gone it starts none. */
function wayBack({ seen: { primary } }: Flight): readonly string[] {
  if (primary === undefined || primary.active) return [];
  return [`what runs now could not be gone back to: its task definition ${primary.taskDefinition} is deregistered; release the last good one under a new revision first`];
}

/** Alarms on a service that nobody asks say nothing; an alarm itself cannot tell that from health. */
function source({ seen: { requests, primary }, first }: Flight): readonly string[] {
  if (first || primary === undefined || requests.count > 0) return [];
  return [`CloudWatch knows of no request to the running release in the last ${requests.hours} hours, so its alarms have nothing to compare with: find out where its customers are, or send it requests through the load balancer`];
}

/** What has to be read later: which alarms were red when a fix was let through. */
export const fixRecord = (fix: Fix, seen: Inspection): Readonly<Record<string, unknown>> =>
  ({ level: 'warn', message: 'alarms are left out', fix: spellFix(fix), alarms: fix.alarms, red: red(seen).map(({ name }) => name), reason: fix.reason });
