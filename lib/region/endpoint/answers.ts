import type { Identifiers } from '../identifiers';
import type { Answer, Route } from './server';

/** One-time addresses to which a custom resource sends its answer, as the signed S3 addresses of CloudFormation are. */
export interface AnswerBox extends Route {
  open(): { readonly url: string; readonly body: Promise<string>; close(): void };
}

export function answerBox(ids: Identifiers, endpointUrl: () => string): AnswerBox {
  const waiting = new Map<string, (body: string) => void>();
  const prefix = '/custom-resource-answer/';
  return {
    prefix,
    open() {
      const id = ids.uuid();
      const body = new Promise<string>((resolve) => waiting.set(id, resolve));
      return { url: `${endpointUrl()}${prefix}${id}?X-Amz-Signature=${ids.hex(64)}`, body, close: () => waiting.delete(id) };
    },
    async answer({ method, path, body }): Promise<Answer | undefined> {
      const take = waiting.get(path.split('?')[0] ?? '');
      if (method !== 'PUT' || take === undefined) return { status: 403, body: 'Request has expired' };
      take(body);
      return { status: 200, body: '' };
    },
  };
}
