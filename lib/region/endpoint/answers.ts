import type { Identifiers } from '../identifiers';
import type { Answer, Route } from './route';

/** One-time addresses to which a custom resource sends its answer, as the signed S3 addresses of CloudFormation are. */
export interface AnswerBox extends Route {
  /** An address in a region. */
  open(region: string): { readonly url: string; readonly body: Promise<string>; close(): void };
}

/**
 * S3 takes whatever comes to a signed address, also twice, also when nobody waits for it any more: the sender learns nothing from it.
 * CloudFormation looks at the first answer, and at none after its time is over.
 */
export function answerBox(ids: Identifiers, urlIn: (region: string) => string): AnswerBox {
  const known = new Map<string, (body: string) => void>();
  const prefix = '/custom-resource-answer/';
  return {
    prefix,
    open(region) {
      const name = `${ids.uuid()}?X-Amz-Signature=${ids.hex(64)}`;
      const body = new Promise<string>((resolve) => known.set(name, resolve));
      return { url: `${urlIn(region)}${prefix}${name}`, body, close: () => known.set(name, () => undefined) };
    },
    async answer({ method, path, body }): Promise<Answer | undefined> {
      const take = known.get(path);
      if (take === undefined) return refusal(403, 'SignatureDoesNotMatch', 'The request signature we calculated does not match the signature you provided.');
      if (method !== 'PUT') return refusal(403, 'SignatureDoesNotMatch', `The address was signed for PUT, got ${method}.`);
      take(body);
      return { status: 200, body: '' };
    },
  };
}

const refusal = (status: number, code: string, message: string): Answer =>
  ({ status, contentType: 'application/xml', body: `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>` });
