import type { Template } from '../template/template';

/** A place in a template that a rule does not let pass. */
export interface Violation {
  readonly logicalId: string;
  /** Relative to the resource, such as `Properties.AlarmConfiguration.Enabled`. */
  readonly location: string;
  /** What was found there, in words. */
  readonly found: string;
}

/**
 * One thing that must hold in every template with a blue/green service, and that neither AwsSolutions nor CloudFormation's own rules ask for.
 *
 * It looks at one template alone: what is in another stack it takes for good.
 */
export interface SafetyRule {
  /** Words with hyphens; acknowledged as `RolloutSafety::<name>`. */
  readonly name: string;
  /** What must hold, and what happens otherwise. */
  readonly description: string;
  readonly fix: string;
  readonly check: (template: Template) => readonly Violation[];
}
