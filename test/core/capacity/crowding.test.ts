import { crowding, type SessionCount } from '../../../lib/core/capacity/crowding';

const count = (more: Partial<SessionCount>): SessionCount => ({ user: 'reader', application: 'api 1', open: 4, busy: 1, limit: 10, ...more });
const looks = (times: number, ...counts: readonly SessionCount[]): readonly (readonly SessionCount[])[] => Array.from({ length: times }, () => counts);

test.each<readonly [string, readonly (readonly SessionCount[])[], readonly RegExp[]]>([
  ['room in the role and in the pool', looks(40, count({})), []],
  ['nobody at all', looks(40), []],
  ['a role at four fifths of its limit, in one look', [...looks(40, count({})), [count({ open: 8 })]], [/reader had up to 8 of the 10/]],
  ['a role whose programs come near it together', looks(40, count({ open: 4 }), count({ application: 'api 2', open: 5 })), [/reader had up to 9 of the 10/]],
  ['a role without a limit', looks(40, count({ open: 300, limit: undefined })), []],
  ['a pool at work to the last session', looks(40, count({ busy: 4 })), [/api 1 \(reader\) had all of its 4 sessions on the primary at work in 100 %/]],
  ['a pool at work to the last session half of the time', [...looks(20, count({ busy: 4 })), ...looks(20, count({}))], [/in 50 %/]],
  ['a pool at work to the last session now and then', [...looks(10, count({ busy: 4 })), ...looks(30, count({}))], []],
  ['a pool that has just been opened', looks(10, count({ busy: 4 })), []],
])('%s', (_, seen, said) => {
  expect(crowding('primary', seen)).toEqual(said.map((text) => expect.stringMatching(text)));
});
