import { isRecord, type Resource } from '../../../../lib/core/template/template';
import { edited, type Way } from '../../../support/edited';

/** A resource with one value changed. */
export interface Mutant {
  /** Where, with what an item of a list is called in brackets: nothing in them where it has no name. */
  readonly place: string;
  /** What was done to it, in a word or two. */
  readonly how: string;
  /** Nothing when it is gone as a whole. */
  readonly resource: Resource | undefined;
}

/** A resource with each of its values changed in turn, in every way that could be a mistake; and without it. */
export function mutantsOf(resource: Resource): readonly Mutant[] {
  const changes = Object.keys(resource).filter((key) => key !== 'Type' && key !== 'Metadata').flatMap((key) => ways(resource[key as keyof Resource], [key]));
  return [{ place: '', how: 'removed', resource: undefined }, ...changes.map(({ way, how, to }) => ({ place: placeOf(way, resource), how, resource: edited(resource, way, to) }))];
}

interface Made {
  readonly way: Way;
  readonly how: string;
  readonly to: unknown;
}

function ways(value: unknown, way: Way): readonly Made[] {
  // Without its properties a resource is no resource.
  const gone = way.length === 1 && way[0] === 'Properties' ? [] : [{ way, how: 'gone', to: undefined }];
  if (isIntrinsic(value)) return [...gone, { way, how: 'another', to: 'another' }, ...wild(value, way)];
  if (Array.isArray(value)) return [...gone, ...value.flatMap((one, index) => ways(one, [...way, index]))];
  if (isRecord(value)) return [...gone, ...Object.entries(value).flatMap(([key, one]) => ways(one, [...way, key]))];
  return [...gone, ...scalar(value, way)];
}

function scalar(value: unknown, way: Way): readonly Made[] {
  const made = (how: string, to: unknown): Made => ({ way, how, to });
  if (typeof value === 'boolean' || value === 'true' || value === 'false') return [made('flipped', typeof value === 'boolean' ? !value : String(value !== 'true'))];
  if (typeof value === 'number' || (typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value))) {
    const as = (number: number): unknown => (typeof value === 'number' ? number : String(number));
    return [made('tenfold', as(Number(value) === 0 ? 10 : Number(value) * 10)), ...(Number(value) === 0 ? [] : [made('a tenth', as(Math.floor(Number(value) / 10)))])];
  }
  const inside = typeof value === 'string' && /^\s*\{/.test(value) ? inJson(value, way) : [];
  return [...inside, made('another', `${String(value)}x`), ...wild(value, way)];
}

/** What is in a text that is JSON, each value in turn. */
function inJson(text: string, way: Way): readonly Made[] {
  try {
    const value: unknown = JSON.parse(text);
    return Object.keys(value as object).flatMap((key) => ways((value as Record<string, unknown>)[key], [key])).map(({ way: inner, how, to }) => ({ way: [...way, ...inner.map((step) => `${step}`)], how, to: JSON.stringify(edited(value, inner, to)), outer: way }))
      .map(({ way: whole, how, to, outer }) => ({ way: outer, how: `${whole.slice(outer.length).join('.')} ${how}`, to }));
  } catch {
    return [];
  }
}

/** Everything, everybody, everywhere: in the places that would take it. */
function wild(value: unknown, way: Way): readonly Made[] {
  const name = [...way].reverse().find((key) => typeof key === 'string');
  const parent = way.filter((key) => typeof key === 'string').at(-2);
  const made = (how: string, to: string): readonly Made[] => (value === to ? [] : [{ way, how, to }]);
  if (name === 'Action' || name === 'Resource' || name === 'Principal' || parent === 'Principal') return made('*', '*');
  return /^(CidrIp|SourceSecurityGroupId)$/.test(String(name)) ? made('everywhere', name === 'CidrIp' ? '0.0.0.0/0' : 'sg-everybody') : [];
}

function isIntrinsic(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const keys = Object.keys(value);
  return keys.length === 1 && /^(Ref|Fn::.*)$/.test(keys[0] ?? '');
}

function placeOf(way: Way, resource: Resource): string {
  let value: unknown = resource;
  return way.map((key) => {
    value = (value as Record<string | number, unknown>)[key];
    if (typeof key === 'string') return `.${key}`;
    const name = isRecord(value) ? ['Name', 'Key', 'Id', 'Sid'].map((one) => (value as Record<string, unknown>)[one]).find((one) => typeof one === 'string') : undefined;
    return `[${String(name ?? '')}]`;
  }).join('').slice(1);
}
