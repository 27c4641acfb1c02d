import type { Difference } from './differences';
import type { Resource, Template } from '../template/template';

export type Axis = 'topology' | 'release';

/** A stack as the review sees it. */
export interface ReviewedStack {
  readonly id: string;
  readonly account: string;
  readonly region: string;
  /** Nothing when the stack does not say it: another project's. */
  readonly axis: Axis | undefined;
  readonly stage: string | undefined;
  /** The part of the stage that it belongs to, such as `api`; what it releases, or serves. */
  readonly tier: string | undefined;
  readonly template: Template;
  readonly terminationProtection: boolean;
  /** Findings of rule packs that were acknowledged, by `construct path: rule`, with the reason. */
  readonly acknowledged: Readonly<Record<string, string>>;
  /** Construct paths by logical ids, as far as the assembly says them. */
  readonly paths: Readonly<Record<string, string>>;
}

/**
 * What becomes of a resource.
 *
 * - `left-behind`: it goes on existing, and CloudFormation knows it no longer
 * - `replaced`: another takes its place; AWS's resource specification says so
 * - `perhaps-replaced`: that depends on values which nobody knows before
 */
export type Fate = 'added' | 'removed' | 'left-behind' | 'replaced' | 'perhaps-replaced' | 'updated';

/** One thing that is different between two assemblies. */
export interface Change {
  readonly stack: ReviewedStack;
  readonly logicalId: string;
  /** Of the construct, such as `production-Api/Alarms/Hosts/Resource`; the logical id where nobody says it. */
  readonly path: string;
  readonly type: string;
  readonly fate: Fate;
  /** Where it differs, properties and attributes such as `DeletionPolicy`; empty for what came or went as a whole. */
  readonly differences: readonly Difference[];
  /** Properties because of which it is replaced, or may be. */
  readonly replacedBecauseOf: readonly string[];
  readonly before: Resource | undefined;
  readonly after: Resource | undefined;
}

/** The types that the review gives to what is not a resource. */
export const stackType = 'stack';
export const parameterType = 'parameter';
export const outputType = 'output';

/** The same resource type on both sides, looked at from before and after: for rules that compare whole values. */
export const isUpdate = ({ fate }: Change): boolean => fate === 'updated' || fate === 'replaced' || fate === 'perhaps-replaced';
export const isEnd = ({ fate }: Change): boolean => fate === 'removed' || fate === 'left-behind';
