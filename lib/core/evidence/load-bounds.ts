import { seconds, toSeconds, type Millis } from '../units';

/** What a database server that both releases share says of itself. */
export interface Room {
  /** For a question that needs no table. */
  readonly answeredIn: Millis;
  /** Sessions of clients, and how many there may be. */
  readonly sessions: number;
  readonly mostSessions: number;
}

/** Of the sessions that are free, this part may be asked for by requests that are nobody's. */
const SHARE = 0.2;
/** Fewer would never meet each other, and what works alone and fails together is what they are for. */
const LEAST_LANES = 2;
/** A question without a table takes a server less than ten milliseconds; one that takes so long makes customers wait as well. */
const LONGEST_ANSWER = seconds(1);

const freeIn = ({ mostSessions, sessions }: Room): number => mostSessions - sessions;

/**
 * How many of `lanes` may play customers at once: each one holds one session of the primary at most, and all of them a fifth of what
 * is free. A server that suffers before anything was sent gets the least that says something.
 */
export function lanesWithin(lanes: number, room: Room): number {
  const free = Math.floor(freeIn(room) * SHARE);
  return room.answeredIn > LONGEST_ANSWER ? LEAST_LANES : Math.max(LEAST_LANES, Math.min(lanes, free));
}

/** Begins with a quarter, so that what goes wrong with many is met by few first. */
export const loadSteps = (lanes: number): readonly number[] => [...new Set([Math.ceil(lanes / 4), lanes])];

/** What has become of the server since requests are sent, in words; `undefined`: nothing that customers would notice. */
export function suffering(before: Room, now: Room): string | undefined {
  const { mostSessions, answeredIn } = now;
  if (answeredIn > LONGEST_ANSWER && before.answeredIn <= LONGEST_ANSWER) return `it took ${toSeconds(answeredIn).toFixed(1)} s for an answer, and ${toSeconds(before.answeredIn).toFixed(3)} s before`;
  if (freeIn(now) < freeIn(before) * SHARE) return `it has ${freeIn(now)} of ${mostSessions} sessions left, and had ${freeIn(before)} before`;
  return undefined;
}
