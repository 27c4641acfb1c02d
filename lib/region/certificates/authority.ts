import { generateKeyPair } from 'node:crypto';
import { isIP } from 'node:net';
import { promisify } from 'node:util';
import { md, pki } from 'node-forge';
import { wallClock } from '../../edge/time/wall-clock';

export interface KeyPair {
  /** PEM. */
  readonly certificate: string;
  /** PEM, PKCS 8. */
  readonly key: string;
}

/** The region's own certificate authority, in place of Amazon's: made at start, forgotten at the end. */
export interface Authority {
  /** The root certificate in PEM: what clients of the region have to trust. */
  readonly root: string;
  /** A server certificate for all of `names`, host names or addresses. */
  issue(names: readonly string[]): KeyPair;
}

const DAY_MS = 86_400_000;
const ISSUER = [{ name: 'commonName', value: 'Changeover local region' }];

export async function certificateAuthority(): Promise<Authority> {
  const [rootKey, serverKey] = await Promise.all([newKey(), newKey()]);
  const signer = pki.privateKeyFromPem(rootKey);
  const root = certificate(rootKey, signer, 1, ISSUER, [
    { name: 'basicConstraints', cA: true, critical: true },
    { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
  ]);
  let serial = 1;
  return {
    root,
    issue(names) {
      serial += 1;
      const subject = [{ name: 'commonName', value: (names[0] ?? 'unnamed').slice(0, 60) }];
      const altNames = names.map((name) => (isIP(name) === 0 ? { type: 2, value: name } : { type: 7, ip: name }));
      return { certificate: certificate(serverKey, signer, serial, subject, [{ name: 'subjectAltName', altNames }]), key: serverKey };
    },
  };
}

const newKey = async (): Promise<string> =>
  (await promisify(generateKeyPair)('rsa', { modulusLength: 2048, publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } })).privateKey;

function certificate(key: string, signer: pki.rsa.PrivateKey, serial: number, subject: pki.CertificateField[], extensions: object[]): string {
  const { n, e } = pki.privateKeyFromPem(key);
  const made = pki.createCertificate();
  const now = wallClock.now();
  made.publicKey = pki.rsa.setPublicKey(n, e);
  made.serialNumber = serial.toString(16).padStart(4, '0');
  made.validity.notBefore = new Date(now - DAY_MS);
  made.validity.notAfter = new Date(now + 7 * DAY_MS);
  made.setSubject(subject);
  made.setIssuer(ISSUER);
  made.setExtensions(extensions);
  made.sign(signer, md.sha256.create());
  return pki.certificateToPem(made);
}
