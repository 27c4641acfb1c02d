import { X509Certificate } from 'node:crypto';
import { certificateAuthority, type Authority } from '../../../lib/region/certificates/authority';

let authority: Authority;
beforeAll(async () => { authority = await certificateAuthority(); });

test('a certificate is for its names and addresses, and for no other', () => {
  const made = new X509Certificate(authority.issue(['db.example', '127.0.0.1']).certificate);
  expect([made.checkHost('db.example'), made.checkIP('127.0.0.1'), made.checkHost('other.example')]).toEqual(['db.example', '127.0.0.1', undefined]);
});

test('it is signed by the root, and good today', () => {
  const [root, made] = [new X509Certificate(authority.root), new X509Certificate(authority.issue(['db.example']).certificate)];
  expect([root.ca, made.ca, made.checkIssued(root), made.verify(root.publicKey)]).toEqual([true, false, true, true]);
  expect(Date.parse(made.validTo) - Date.parse(made.validFrom)).toBe(8 * 86_400_000);
});

test('two certificates have two numbers', () => {
  const numbers = [1, 2].map(() => new X509Certificate(authority.issue(['a.example']).certificate).serialNumber);
  expect(new Set(numbers).size).toBe(2);
});
