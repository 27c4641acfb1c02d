import { append, type Ledger, type Signing } from '../../../lib/core/ledger/append';
import type { SignedEntry } from '../../../lib/core/ledger/fact';
import { verify } from '../../../lib/core/ledger/verify';
import { baked, deployed, ledgerOf, proofs, recorded, signatureOf } from '../../support/ledger';

const where = { stage: 'production', service: 'api', by: 'arn:aws:sts::222222222222:assumed-role/production-delivery/ci' };
const signing: Signing = { ...proofs, sign: async (signer, hash) => signatureOf({ stage: 'production', signer }, hash) };

/** A ledger in memory; `meanwhile` is what others do before each put. */
function memory(chain: SignedEntry[], meanwhile: () => Promise<void> = async () => undefined): Ledger {
  return {
    entries: async () => [...chain],
    put: async (signed) => {
      await meanwhile();
      if (chain.some(({ entry }) => entry.sequence === signed.entry.sequence)) return 'someone-was-first';
      chain.push(signed);
      return 'written';
    },
  };
}

test('what is said stands at the end, signed by the key that may say it', async () => {
  const chain: SignedEntry[] = [];
  await append(memory(chain), signing, { ...where, now: '2026-11-23T09:00:00.000Z', fact: recorded(1) });
  await append(memory(chain), signing, { ...where, now: '2026-11-23T10:00:00.000Z', fact: deployed(1) });
  expect(chain.map(({ signer, entry: { sequence, at } }) => `${sequence} ${at} ${signer}`)).toEqual(['1 2026-11-23T09:00:00.000Z build', '2 2026-11-23T10:00:00.000Z verdict']);
  expect(verify(chain, { ...where, proofs })).toEqual([]);
});

test('what is there word for word is not said again, and another deployment is another word', async () => {
  const chain = [...ledgerOf([recorded(1), deployed(1)])];
  const now = '2026-11-24T00:00:00.000Z';
  expect(await append(memory(chain), signing, { ...where, now, fact: deployed(1) })).toBe(chain[1]);
  expect(chain).toHaveLength(2);
  await append(memory(chain), signing, { ...where, now, fact: deployed(1, { deployment: 'd-AGAIN' }) });
  expect(chain).toHaveLength(3);
});

test('somebody who was first comes first, and the ledger holds both', async () => {
  const chain = [...ledgerOf([recorded(1), deployed(1)])];
  const other = memory(chain);
  let others = 3;
  const crowded = memory(chain, async () => {
    if (others > 0) await append(other, signing, { ...where, now: '2026-11-24T00:00:00.000Z', fact: recorded(others + 1) });
    others -= 1;
  });
  await append(crowded, signing, { ...where, now: '2026-11-24T00:00:00.000Z', fact: baked(1) });
  expect(chain.map(({ entry: { fact } }) => fact.kind)).toEqual(['recorded', 'deployed', 'recorded', 'recorded', 'recorded', 'baked']);
  expect(verify(chain, { ...where, proofs })).toEqual([]);
  await expect(append({ ...other, put: async () => 'someone-was-first' }, signing, { ...where, now: '2026-11-24T00:00:00.000Z', fact: recorded(9) })).rejects.toThrow('10 times somebody else was first to write into the ledger of api in production');
});

test('a clock that is behind takes over the time of the entry before', async () => {
  const chain = [...ledgerOf([recorded(1), deployed(1)])];
  const { entry } = await append(memory(chain), signing, { ...where, now: '2026-11-22T00:00:00.000Z', fact: baked(1) });
  expect(entry.at).toBe('2026-11-23T01:00:00.000Z');
  expect(verify(chain, { ...where, proofs })).toEqual([]);
});
