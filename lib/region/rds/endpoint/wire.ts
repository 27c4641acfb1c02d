/** The few messages of PostgreSQL's protocol that come before a session: https://www.postgresql.org/docs/current/protocol-message-formats.html */
export type Opening =
  | { readonly kind: 'ssl-request' }
  | { readonly kind: 'gss-request' }
  | { readonly kind: 'cancel'; readonly raw: Buffer }
  | { readonly kind: 'startup'; readonly raw: Buffer; readonly user: string; readonly database: string };

const SSL_REQUEST = 80_877_103;
const GSS_REQUEST = 80_877_104;
const CANCEL_REQUEST = 80_877_102;
const LARGEST_OPENING = 10_000;

/** The opening message at the start of `buffer`, or nothing while it is not there whole. @throws RangeError when it cannot be one */
export function readOpening(buffer: Buffer): { readonly opening: Opening; readonly rest: Buffer } | undefined {
  if (buffer.length < 8) return undefined;
  const length = buffer.readInt32BE(0);
  if (length < 8 || length > LARGEST_OPENING) throw new RangeError('invalid length of startup packet');
  if (buffer.length < length) return undefined;
  return { opening: openingOf(buffer.subarray(0, length)), rest: buffer.subarray(length) };
}

function openingOf(raw: Buffer): Opening {
  switch (raw.readInt32BE(4)) {
    case SSL_REQUEST: return { kind: 'ssl-request' };
    case GSS_REQUEST: return { kind: 'gss-request' };
    case CANCEL_REQUEST: return { kind: 'cancel', raw };
    default: {
      const words = raw.subarray(8).toString().split('\0');
      const setting = (name: string): string | undefined => {
        const at = words.findIndex((word, index) => index % 2 === 0 && word === name);
        return at < 0 ? undefined : words[at + 1];
      };
      const user = setting('user') ?? '';
      return { kind: 'startup', raw, user, database: setting('database') ?? user };
    }
  }
}

/** The text of the client's password message, or nothing while it is not there whole. */
export function readPassword(buffer: Buffer): { readonly password: string; readonly rest: Buffer } | undefined {
  if (buffer.length < 5) return undefined;
  if (buffer[0] !== 0x70) throw new RangeError('expected a password message');
  const length = buffer.readInt32BE(1);
  if (length < 4 || length > LARGEST_OPENING) throw new RangeError('invalid length of password message');
  if (buffer.length < 1 + length) return undefined;
  return { password: buffer.subarray(5, length).toString(), rest: buffer.subarray(1 + length) };
}

/** AuthenticationCleartextPassword: how RDS asks for a token, inside TLS. */
export const PASSWORD_REQUEST = Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 3]);

export function fatal(code: string, message: string): Buffer {
  const fields = Buffer.from(`SFATAL\0VFATAL\0C${code}\0M${message}\0\0`);
  const head = Buffer.alloc(5);
  head.write('E', 0);
  head.writeInt32BE(4 + fields.length, 1);
  return Buffer.concat([head, fields]);
}
