import { judgeRoutes, looksWrong, type RouteVerdict } from '../../../lib/core/watch/judge-routes';
import { cells, one, pair, two, type Cell } from './cells';
import { laws } from './laws';

type Judge = (cell: Cell) => RouteVerdict;

const judge: Judge = ({ sight, healthy }) => judgeRoutes(sight, pair, healthy)[0]!;
const brokenBy = (judgement: Judge): readonly string[] => Object.entries(laws).filter(([, holds]) => !cells.every((cell) => holds(cell, judgement(cell)))).map(([name]) => name);

test('in every cell, every law holds', () => {
  expect(cells).toHaveLength(3 * 4 * 9 * 9);
  expect(brokenBy(judge)).toEqual([]);
});

const quiet = (cell: Cell): Cell => ({ ...cell, sight: { ...cell.sight, deployment: { kind: 'none' } } });
const well = (cell: Cell, count: number): Cell => ({ ...cell, healthy: { [one]: count, [two]: count } });
const setBack = (to: string): RouteVerdict => ({ kind: 'set-back', route: 'production', before: [], after: pair.map((targetGroup) => ({ targetGroup, weight: targetGroup === to ? 100 : 0 })) });

const wrongWatches: readonly (readonly [what: string, judge: Judge])[] = [
  ['repairs in the middle of a shift', (cell) => (cell.sight.deployment.kind === 'active' ? judge(quiet(cell)) : judge(cell))],
  ['repairs before CodeDeploy has begun to roll back', (cell) => (cell.sight.deployment.kind === 'settling' ? judge(quiet(cell)) : judge(cell))],
  ['sends customers to a group without a healthy target', (cell) => judge(well(cell, 2))],
  ['sends customers who are served to too few targets', (cell) => (judge(cell).kind === 'reported' && (cell.healthy[cell.sight.primary?.targetGroup ?? ''] ?? 0) === 1 ? judge(well(cell, 2)) : judge(cell))],
  ['takes the template for the truth', (cell) => (judge(cell).kind === 'set-back' ? setBack(one) : judge(cell))],
  ['writes a rule that somebody else has made', (cell) => (cell.sight.routes[0]?.shape.kind === 'strange' && cell.sight.deployment.kind === 'none' ? setBack(one) : judge(cell))],
  ['is content when PRIMARY gets something', (cell) => {
    const verdict = judge(cell);
    return verdict.kind === 'set-back' && verdict.before.some(({ targetGroup, weight }) => weight > 0 && targetGroup === cell.sight.primary?.targetGroup) ? { kind: 'right', route: 'production' } : verdict;
  }],
  ['waits for all of PRIMARY while customers are served nowhere', (cell) => (judge(cell).kind === 'set-back' && (cell.healthy[cell.sight.primary?.targetGroup ?? ''] ?? 0) < 2 ? { kind: 'reported', route: 'production', found: 'x'.repeat(50) } : judge(cell))],
  ['only ever reports', (cell) => (judge(cell).kind === 'set-back' ? { kind: 'reported', route: 'production', found: 'x'.repeat(50) } : judge(cell))],
  ['reports without a word', (cell) => (judge(cell).kind === 'reported' ? { kind: 'reported', route: 'production', found: '' } : judge(cell))],
];

test.each(wrongWatches)('a watch that %s is found out', (_, wrong) => {
  expect(brokenBy(wrong)).not.toEqual([]);
});

test('no law is there for nothing: each is broken by some wrong watch', () => {
  expect(Object.keys(laws).filter((name) => !wrongWatches.some(([, wrong]) => brokenBy(wrong).includes(name)))).toEqual([]);
});

test('the first look, which knows nothing of health, misses nothing and looks no further than it has to', () => {
  for (const cell of cells) expect(looksWrong(cell.sight)).toBe(!['left-alone', 'right'].includes(judge(cell).kind));
});

test('what is reported says where customers are, where they should be, and why that was not done', () => {
  const [cell] = cells.filter(({ sight, healthy }) => sight.deployment.kind === 'none' && sight.primary?.targetGroup === one && healthy[one] === 1 && healthy[two] === 1
    && sight.routes[0]?.shape.kind === 'forwards' && sight.routes[0].shape.weights[0]?.weight === 90);
  expect(judge(cell!)).toEqual({ kind: 'reported', route: 'production', found: 'the rule of the production listener sends requests to one 90, two 10 and should send all of them to one, but only 1 of its 2 targets are healthy' });
});
