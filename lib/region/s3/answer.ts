import type { Answer } from '../endpoint/route';

type Value = string | number | boolean | undefined | readonly Value[] | { readonly [name: string]: Value };

/** An answer in XML: a list is its element again for each item, as S3 writes lists. */
export function xmlAnswer(root: string, fields: { readonly [name: string]: Value }): Answer {
  return { status: 200, contentType: 'application/xml', body: `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${xml(fields)}</${root}>` };
}

export function errorAnswer(status: number, code: string, message: string, requestId: string): Answer {
  return { status, error: code, contentType: 'application/xml', body: `<?xml version="1.0" encoding="UTF-8"?>\n<Error>${xml({ Code: code, Message: message, RequestId: requestId })}</Error>` };
}

function xml(value: Value): string {
  if (value === undefined) return '';
  if (typeof value !== 'object') return String(value).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
  return Object.entries(value).map(([name, inner]) => [inner].flat().filter((item) => item !== undefined).map((item) => `<${name}>${xml(item as Value)}</${name}>`).join('')).join('');
}
