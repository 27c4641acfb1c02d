import { isEnd } from '../change';
import type { Rule, Sighting } from '../finding';
import { becomes } from '../see';
import { at } from '../../template/template';

/** What releases read of the topology that they run on: another value, another name, or none at all. */
export const snapshotChanged: Rule = ({ changes }) => changes.filter(({ type, before }) => type === 'AWS::SSM::Parameter' && /^\/changeover\//.test(String(at(before, 'Properties.Name')))).flatMap((change): readonly Sighting[] =>
  (isEnd(change)
    ? [{ change, risk: 'downtime', what: `${String(at(change.before, 'Properties.Name'))} is told no more` }]
    : change.differences.filter(({ path }) => !/^(Description|Tags)/.test(path)).map((place) => ({ change, property: place.path, what: becomes(place), ...(place.path === 'Value' ? {} : { risk: 'downtime' as const }) }))));
