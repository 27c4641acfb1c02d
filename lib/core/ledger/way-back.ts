import type { Migration, SignedEntry } from './fact';
import { historyOf, isGood, type ReleaseHistory } from './history';

/** What a target meets when customers would go back to it now. */
export interface Live {
  /** What customers are on; `undefined`: the placeholder. */
  readonly release: string | undefined;
  /** Fingerprint of the topology as it is; `undefined`: no snapshot can be read. */
  readonly topology: string | undefined;
  /** Of the target, in its repository; `unknown`: nobody could look. */
  readonly image: 'present' | 'absent' | 'unknown';
  /** Somebody says that the target was rehearsed on the topology as it is. @default - nobody does */
  readonly rehearsed?: boolean;
}

/** One thing that a way back stands on. */
export interface Footing {
  readonly about: 'target' | 'recorded' | 'baked' | 'topology' | 'migrations' | 'image';
  /** `unknown` does not hinder: the deployment finds it out before a customer does. */
  readonly holds: boolean | 'unknown';
  /** What was found, and what to do where it does not hold. */
  readonly said: string;
}

export interface WayBack {
  readonly release: string;
  readonly safe: boolean;
  /** All of them, those that hold too: somebody has to decide in the middle of the night. */
  readonly footings: readonly Footing[];
}

/** Whether a release can be gone back to, and on what that stands. */
export function wayBackTo(target: ReleaseHistory, chain: readonly SignedEntry[], live: Live): WayBack {
  const footings = [elsewhere(target, live), recorded(target), baked(target), topology(target, live), migrations(target, historyOf(chain)), image(target, live)];
  return { release: target.artifact.release, safe: footings.every(({ holds }) => holds !== false), footings };
}

function elsewhere({ artifact: { release } }: ReleaseHistory, live: Live): Footing {
  return release === live.release
    ? { about: 'target', holds: false, said: `customers are on ${release} already: name another release` }
    : { about: 'target', holds: true, said: `customers are on ${live.release ?? 'the placeholder'} now` };
}

function recorded({ recorded: told }: ReleaseHistory): Footing {
  if (told === undefined) return { about: 'recorded', holds: false, said: 'CI never recorded it here, so its bundle and image are not known: name a release that changeover releases shows' };
  const { commit, clean, builtAt } = told.fact;
  return clean
    ? { about: 'recorded', holds: true, said: `built by CI on ${builtAt.slice(0, 10)} from commit ${commit.slice(0, 12)}: bundle and image are known` }
    : { about: 'recorded', holds: false, said: `built from a dirty tree on commit ${commit.slice(0, 12)}: nobody can say what is in it` };
}

function baked(target: ReleaseHistory): Footing {
  const { baked: told, takenBack } = target;
  const end = takenBack === undefined ? '' : `it was taken back on ${takenBack.at.slice(0, 10)} (${takenBack.fact.why})`;
  if (told === undefined) return { about: 'baked', holds: false, said: `it never baked here${end === '' ? '' : `, ${end}`}: nobody knows how it does under customers; release it as any new one, with its bake` };
  if (!isGood(target)) return { about: 'baked', holds: false, said: `it baked here on ${told.at.slice(0, 10)}, and later ${end}: find out why before` };
  return { about: 'baked', holds: true, said: `it baked here last on ${told.at.slice(0, 16).replace('T', ' ')} UTC, with deployment ${told.fact.deployment}` };
}

function topology({ baked: told }: ReleaseHistory, { topology: now, rehearsed = false }: Live): Footing {
  const then = told?.fact.topology;
  if (then === undefined) return { about: 'topology', holds: 'unknown', said: 'it never ran here, so there is no topology to compare with' };
  if (now === undefined) return { about: 'topology', holds: false, said: 'no snapshot of the topology can be read: deploy the topology stack first' };
  if (then === now) return { about: 'topology', holds: true, said: `it baked on this very topology (${now})` };
  const differs = `it baked on the topology ${then}, and ${now} runs now`;
  return rehearsed
    ? { about: 'topology', holds: 'unknown', said: `${differs}: on your word it was rehearsed on this one` }
    : { about: 'topology', holds: false, said: `${differs}: nobody has seen it there; bring the topology back, or rehearse the release on this one (changeover rehearse) and say so with --rehearsed` };
}

/** A migration is applied when a release that brings it is tried for the first time, and stays when that is taken back. */
function migrations({ baked: told, recorded: own }: ReleaseHistory, history: readonly ReleaseHistory[]): Footing {
  if (told === undefined || own === undefined) return { about: 'migrations', holds: 'unknown', said: 'it never baked here, so nobody knows which migrations it can do with' };
  const brought = namesOf(own.fact.migrations);
  const tried = history.flatMap(({ recorded: other, tried: first, artifact: { release } }) =>
    (first === undefined ? [] : (other?.fact.migrations ?? []).map((migration) => ({ ...migration, release, first }))));
  const known = namesOf(tried.filter(({ first }) => first < told.sequence));
  const since = tried.filter(({ name, first }) => first > told.sequence && !brought.has(name) && !known.has(name));
  const contracts = unique(since.filter(({ shape }) => shape === 'contract'));
  if (contracts.length > 0) return { about: 'migrations', holds: false, said: `${contracts.join(', ')} took away since then what it needs: it cannot run on this database; go forward instead` };
  const expands = unique(since);
  return { about: 'migrations', holds: true, said: expands.length === 0 ? 'no migration was applied since it baked' : `since it baked only migrations were applied that add to the database: ${expands.join(', ')}` };
}

const namesOf = (migrations: readonly Migration[]): ReadonlySet<string> => new Set(migrations.map(({ name }) => name));

const unique = (found: readonly { readonly name: string; readonly release: string }[]): readonly string[] =>
  [...new Map(found.map(({ name, release }) => [name, `${name} (of ${release})`])).values()];

function image({ artifact: { image: reference } }: ReleaseHistory, { image: found }: Live): Footing {
  const short = reference.replace(/^(@sha256:.{12}).*$/, '$1...');
  switch (found) {
    case 'present': return { about: 'image', holds: true, said: `its image ${short} is in the repository` };
    case 'absent': return { about: 'image', holds: false, said: `its image ${short} is not in the repository any more: push it again from the stage before, or name another release` };
    case 'unknown': return { about: 'image', holds: 'unknown', said: `whether its image ${short} is still in the repository was not asked: the deployment finds it out, before a customer does` };
  }
}
