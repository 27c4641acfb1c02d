import { type Checked, rejected } from '../checked';
import { Reader } from '../reader';
import type { Artifact, Entry, Fact, Migration, SignedEntry } from './fact';

const sha256 = { pattern: /^[0-9a-f]{64}$/, like: 'a SHA-256 digest in 64 hexadecimal digits' };
const moment = { pattern: /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/, like: 'a moment such as "2026-11-23T09:30:00.000Z"' };
const base64 = { pattern: /^[A-Za-z0-9+/]+={0,2}$/, like: 'a signature in base64' };

/**
 * Reads a line of a ledger. What is in it beside what an entry has is a problem: it would not be part of what was signed.
 *
 * @param text JSON
 * @param name what the line is called in messages, such as `entry 7`
 */
export function readSignedEntry(text: string, name: string): Checked<SignedEntry> {
  const source = parsed(text);
  if (source === undefined) return rejected({ path: name, message: 'must be JSON, and is not' });
  const read = new Reader(source, name);
  return read.result(signedEntry(read, true));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** @param nests whether it may hold another stage's verdict: a verdict holds none itself */
function signedEntry(read: Reader, nests: boolean): SignedEntry {
  const signed: SignedEntry = {
    entry: entry(read.object('entry'), nests),
    hash: read.text('hash', sha256), signer: read.oneOf('signer', ['build', 'verdict']), signature: read.text('signature', base64),
  };
  read.onlyKnownKeys();
  return signed;
}

function entry(read: Reader, nests: boolean): Entry {
  const one: Entry = {
    stage: read.text('stage'), service: read.text('service'), sequence: read.integer('sequence', { min: 1 }), at: read.text('at', moment),
    by: read.text('by'), previous: read.text('previous', sha256), fact: fact(read.object('fact'), nests),
  };
  read.onlyKnownKeys();
  return one;
}

function fact(read: Reader, nests: boolean): Fact {
  const kind = nests ? read.oneOf('kind', ['recorded', 'promoted', 'deployed', 'baked', 'taken-back']) : read.oneOf('kind', ['baked']);
  const artifact: Artifact = { release: read.text('release'), workload: read.text('workload', sha256), image: read.text('image', { pattern: /^[@:]./, like: '"@sha256:..." or ":tag"' }) };
  const one = ofKind(kind, artifact, read);
  read.onlyKnownKeys();
  return one;
}

function ofKind(kind: Fact['kind'], artifact: Artifact, read: Reader): Fact {
  switch (kind) {
    case 'recorded': return {
      kind, ...artifact, commit: read.text('commit'), clean: read.flag('clean'), builder: read.text('builder'), builtAt: read.text('builtAt', moment), migrations: migrations(read),
    };
    case 'promoted': return { kind, ...artifact, from: read.text('from'), verdict: signedEntry(read.object('verdict'), false) };
    case 'deployed':
    case 'baked': return { kind, ...artifact, deployment: read.text('deployment'), taskDefinition: read.text('taskDefinition'), topology: read.text('topology') };
    case 'taken-back': return { kind, ...artifact, deployment: read.text('deployment'), why: read.text('why') };
  }
}

function migrations(read: Reader): readonly Migration[] {
  return read.objects('migrations').map((one) => {
    const migration: Migration = { name: one.text('name'), shape: one.oneOf('shape', ['expand', 'contract']) };
    one.onlyKnownKeys();
    return migration;
  });
}
