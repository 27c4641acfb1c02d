import { createECDH, randomBytes, type KeyObject } from 'node:crypto';

/** Order of the curve P-256: https://csrc.nist.gov/pubs/sp/800/186/final, 3.2.1.3 */
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/**
 * Signs a digest with ECDSA on P-256 (FIPS 186-5, 6.4.1).
 *
 * Node.js signs messages only, and hashes them itself; whoever asks KMS with `MessageType: DIGEST` has hashed already.
 *
 * @param digest 32 bytes
 * @returns the signature in DER (RFC 3279, 2.2.3)
 */
export function signDigest(digest: Buffer, privateKey: KeyObject): Buffer {
  const [hash, secret] = [numberOf(digest), secretOf(privateKey)];
  for (;;) {
    const once = numberOf(randomBytes(32));
    if (once === 0n || once >= ORDER) continue;
    const r = abscissa(once) % ORDER;
    const s = (inverse(once) * (hash + r * secret)) % ORDER;
    if (r !== 0n && s !== 0n) return encode([r, s]);
  }
}

/** Whether a signature in DER is that of a digest. Whoever verifies holds the private key too, so that one multiplication on the curve is enough. */
export function verifiesDigest(digest: Buffer, signature: Buffer, privateKey: KeyObject): boolean {
  const numbers = decode(signature);
  if (numbers === undefined) return false;
  const { r, s } = numbers;
  const point = (inverse(s) * (numberOf(digest) + r * secretOf(privateKey))) % ORDER;
  return point !== 0n && abscissa(point) % ORDER === r;
}

/** The first coordinate of a multiple of the curve's base point. */
function abscissa(factor: bigint): bigint {
  const curve = createECDH('prime256v1');
  curve.setPrivateKey(bytesOf(factor));
  return numberOf(curve.getPublicKey().subarray(1, 33));
}

const secretOf = (privateKey: KeyObject): bigint => numberOf(Buffer.from(privateKey.export({ format: 'jwk' }).d ?? '', 'base64url'));
const numberOf = (bytes: Buffer): bigint => BigInt(`0x0${bytes.toString('hex')}`);
const bytesOf = (number: bigint): Buffer => Buffer.from(number.toString(16).padStart(64, '0'), 'hex');

/** By Fermat's little theorem: the order is a prime. */
function inverse(number: bigint): bigint {
  let [result, base, exponent] = [1n, number % ORDER, ORDER - 2n];
  for (; exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) result = (result * base) % ORDER;
    base = (base * base) % ORDER;
  }
  return result;
}

function encode(numbers: readonly bigint[]): Buffer {
  const parts = numbers.map((number) => {
    const bytes = bytesOf(number);
    const significant = bytes.subarray(bytes.findIndex((byte) => byte !== 0));
    // A leading zero keeps a number from being read as a negative one.
    const content = (significant[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.of(0), significant]) : significant;
    return Buffer.concat([Buffer.of(0x02, content.length), content]);
  });
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.of(0x30, body.length), body]);
}

/** Nothing for what no encoder makes. */
function decode(signature: Buffer): { readonly r: bigint; readonly s: bigint } | undefined {
  const length = signature[3] ?? 0;
  const [r, s] = [numberOf(signature.subarray(4, 4 + length)), numberOf(signature.subarray(6 + length))];
  return r < ORDER && s < ORDER && r > 0n && s > 0n && encode([r, s]).equals(signature) ? { r, s } : undefined;
}
