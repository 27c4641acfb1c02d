import { isRecord } from './template';

/**
 * A value with its texts put together: `Fn::Join` becomes one text, and what is known only when the stack is deployed stands in it as
 * `${LogicalId}`, `${LogicalId.Attribute}` or `${import Name}`. A text that is JSON becomes what it says.
 */
export function readable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(readable);
  if (typeof value === 'string') return parsed(value);
  if (!isRecord(value)) return value;
  const text = textOf(value);
  if (text !== undefined) return parsed(text);
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, readable(one)]));
}

/** What an intrinsic function says as a text; nothing when it is none, or says no text. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (!isRecord(value)) return undefined;
  const [[name = '', given] = [], ...others] = Object.entries(value);
  if (others.length > 0) return undefined;
  if (name === 'Ref') return `\${${String(given)}}`;
  if (name === 'Fn::GetAtt') return `\${${Array.isArray(given) ? given.join('.') : String(given)}}`;
  if (name === 'Fn::ImportValue' && typeof given === 'string') return `\${import ${given}}`;
  if (name !== 'Fn::Join' || !Array.isArray(given) || !Array.isArray(given[1])) return undefined;
  return given[1].map((part: unknown) => textOf(part) ?? `\${${JSON.stringify(part)}}`).join(String(given[0]));
}

function parsed(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
