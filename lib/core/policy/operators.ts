import { isWithin } from './ip-range';
import { fits, fitsArn } from './wildcard';

/** Compares one value of the policy with one of the request. */
export type Compare = (wanted: string, given: string) => boolean;

export interface Operator {
  readonly compare: Compare;
  /** `NotEquals` and its like: true when no value of the policy compares. */
  readonly negated: boolean;
}

const number = (compare: (given: number, wanted: number) => boolean): Compare => (wanted, given) => isNumber(wanted) && isNumber(given) && compare(Number(given), Number(wanted));
const date = (compare: (given: number, wanted: number) => boolean): Compare => (wanted, given) => compare(moment(given), moment(wanted));

const equal: Compare = (wanted, given) => wanted === given;
const equalIgnoringCase: Compare = (wanted, given) => wanted.toLowerCase() === given.toLowerCase();
const inBlock: Compare = (wanted, given) => isWithin(wanted, given) === true;

const POSITIVE: Readonly<Record<string, Compare>> = {
  StringEquals: equal, StringEqualsIgnoreCase: equalIgnoringCase, StringLike: fits,
  ArnEquals: fitsArn, ArnLike: fitsArn,
  Bool: equalIgnoringCase, IpAddress: inBlock,
  NumericEquals: number((given, wanted) => given === wanted), NumericLessThan: number((given, wanted) => given < wanted), NumericLessThanEquals: number((given, wanted) => given <= wanted),
  NumericGreaterThan: number((given, wanted) => given > wanted), NumericGreaterThanEquals: number((given, wanted) => given >= wanted),
  DateEquals: date((given, wanted) => given === wanted), DateLessThan: date((given, wanted) => given < wanted), DateLessThanEquals: date((given, wanted) => given <= wanted),
  DateGreaterThan: date((given, wanted) => given > wanted), DateGreaterThanEquals: date((given, wanted) => given >= wanted),
};

const NEGATED: Readonly<Record<string, Compare>> = {
  StringNotEquals: equal, StringNotEqualsIgnoreCase: equalIgnoringCase, StringNotLike: fits, ArnNotEquals: fitsArn, ArnNotLike: fitsArn, NotIpAddress: inBlock,
  NumericNotEquals: number((given, wanted) => given === wanted), DateNotEquals: date((given, wanted) => given === wanted),
};

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html; `Null` is no comparison. */
export function operatorNamed(name: string): Operator | undefined {
  const [positive, negated] = [own(POSITIVE, name), own(NEGATED, name)];
  if (positive !== undefined) return { compare: positive, negated: false };
  return negated === undefined ? undefined : { compare: negated, negated: true };
}

const own = (table: Readonly<Record<string, Compare>>, name: string): Compare | undefined => (Object.hasOwn(table, name) ? table[name] : undefined);
const isNumber = (text: string): boolean => text.trim() !== '' && Number.isFinite(Number(text));
const moment = (text: string): number => (/^\d+$/.test(text) ? Number(text) * 1_000 : Date.parse(text));
