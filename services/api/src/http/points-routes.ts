import { Hono, type Context } from 'hono';
import { idempotencyKeyOf } from '../../../shared/src/http/input';
import { Refusal } from '../../../shared/src/http/refusal';
import type { RequestEnvironment } from '../../../shared/src/http/request-environment';
import { isSynthetic } from '../../../shared/src/http/synthetic';
import type { Time } from '../../../shared/src/time';
import type { WriterPool } from '../database/writer-pool';
import { balanceOf } from '../points/balance';
import { earnPoints } from '../points/earn-points';
import type { EntryOutcome, EntryRequest, Member, Movement } from '../points/entry';
import { historyOf } from '../points/history';
import type { Reads } from '../points/reads';
import { usePoints } from '../points/use-points';
import { memberOf, pageOf, pointsOf } from './input';
import { showEvidence } from './show-evidence';

/** What the operations work with. */
export interface Points {
  readonly writer: WriterPool;
  readonly reads: Reads;
  readonly release: string;
  /** Where the task runs, as its platform says. */
  readonly account: string;
  readonly time: Time;
}

type RequestContext = Context<RequestEnvironment>;

const MEMBER = '/v1/shops/:shopId/members/:memberId';

/** The operations of openapi.yaml. */
export function pointsRoutes({ writer, reads, release, account, time }: Points): Hono<RequestEnvironment> {
  const entryRequest = async (context: RequestContext, movement: Movement): Promise<EntryRequest> => ({
    member: begin(context, movement === 'earn' ? 'earnPoints' : 'usePoints'),
    movement,
    key: idempotencyKeyOf(context, 'movement'),
    points: await pointsOf(context),
    release,
    account,
    recordedAt: time.now(),
  });
  return new Hono<RequestEnvironment>()
    .post(`${MEMBER}/earn`, async (context) => {
      const request = await entryRequest(context, 'earn');
      return moved(context, request, await earnPoints(writer, request));
    })
    .post(`${MEMBER}/use`, async (context) => {
      const request = await entryRequest(context, 'use');
      return moved(context, request, await usePoints(writer, request));
    })
    .get(`${MEMBER}/balance`, async (context) => {
      const member = begin(context, 'getBalance');
      const [balance = 0] = await reads.select(balanceOf(member));
      return context.json({ ...member, balance });
    })
    .get(`${MEMBER}/history`, async (context) => {
      const member = begin(context, 'listHistory');
      const page = pageOf(context);
      const entries = await reads.select(historyOf(member, page));
      const next = entries.length === page.limit ? entries.at(-1)?.entryId : undefined;
      return context.json({ ...member, entries, ...(next === undefined ? {} : { next }) });
    });
}

/** Names the operation before anything can fail, so that a failure is counted where it belongs. */
function begin(context: RequestContext, operation: string): Member {
  context.set('operation', operation);
  const member = memberOf(context);
  context.set('synthetic', isSynthetic(context, member.shopId));
  return member;
}

function moved(context: RequestContext, { points }: EntryRequest, outcome: EntryOutcome): Response {
  switch (outcome.kind) {
    case 'recorded': {
      const { entryId, balance, evidence } = outcome.entry;
      if (context.get('synthetic') === true) showEvidence(context, evidence);
      return context.json({ entryId, points, balance }, 201);
    }
    case 'insufficient-points':
      throw new Refusal(409, 'insufficient-points', `the member has ${outcome.balance} points, which is less than ${points}`);
    case 'key-reused':
      throw new Refusal(422, 'key-reused', 'this Idempotency-Key belongs to another movement of the member: choose one for each movement');
  }
}
