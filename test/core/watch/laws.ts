import type { RouteVerdict } from '../../../lib/core/watch/judge-routes';
import { DESIRED, pair, type Cell } from './cells';

/** What has to hold of the verdict on every cell, whoever gives it. */
export const laws: Readonly<Record<string, (cell: Cell, verdict: RouteVerdict) => boolean>> = {
  'weights belong to CodeDeploy while a deployment is active or has just ended early': ({ sight }, { kind }) => (sight.deployment.kind !== 'none') === (kind === 'left-alone'),
  'what is set back goes wholly to PRIMARY, and to nobody but the pair': ({ sight }, verdict) => verdict.kind !== 'set-back'
    || (verdict.after.length === 2 && verdict.after.every(({ targetGroup, weight }) => pair.includes(targetGroup) && weight === (targetGroup === sight.primary?.targetGroup ? 100 : 0))),
  'nothing is sent to a group without a healthy target': ({ sight, healthy }, { kind }) => kind !== 'set-back' || (healthy[sight.primary?.targetGroup ?? ''] ?? 0) > 0,
  'customers who are served are not sent to fewer targets than PRIMARY should have': (cell, { kind }) => kind !== 'set-back' || !servedElsewhere(cell) || own(cell) >= DESIRED,
  'only a rule that otherwise is what was deployed is written': ({ sight }, { kind }) => kind !== 'set-back' || sight.routes[0]?.shape.kind === 'forwards',
  'right is what sends everything to PRIMARY, and nothing else': (cell, { kind }) => cell.sight.deployment.kind !== 'none' || (kind === 'right') === (isOurs(cell) && elsewhere(cell).length === 0 && toPrimary(cell)),
  'whatever is moved is set back as soon as PRIMARY can take it': (cell, { kind }) => cell.sight.deployment.kind !== 'none' || !isOurs(cell) || kind === 'right' || own(cell) < DESIRED || kind === 'set-back',
  'customers who are served nowhere are sent to any healthy target': (cell, { kind }) => cell.sight.deployment.kind !== 'none' || !isOurs(cell) || kind === 'right' || servedElsewhere(cell) || own(cell) === 0 || kind === 'set-back',
  'what cannot be set back is told': ({ sight }, verdict) => verdict.kind !== 'reported' || (sight.deployment.kind === 'none' && verdict.found.length > 40),
};

/** The rule is as it was deployed but for its weights, and PRIMARY is where it may be. */
const isOurs = ({ sight: { primary, routes: [route] } }: Cell): boolean => route?.shape.kind === 'forwards' && primary !== undefined && pair.includes(primary.targetGroup);
const own = ({ sight, healthy }: Cell): number => healthy[sight.primary?.targetGroup ?? ''] ?? 0;
const taking = ({ sight: { routes: [route] } }: Cell): readonly string[] => (route?.shape.kind === 'forwards' ? route.shape.weights : []).filter(({ weight }) => weight > 0).map(({ targetGroup }) => targetGroup);
const elsewhere = (cell: Cell): readonly string[] => taking(cell).filter((group) => group !== cell.sight.primary?.targetGroup);
const toPrimary = (cell: Cell): boolean => taking(cell).includes(cell.sight.primary?.targetGroup ?? '');
const servedElsewhere = (cell: Cell): boolean => elsewhere(cell).some((group) => (cell.healthy[group] ?? 0) > 0);
