import type { IPolicyValidationContext, IPolicyValidationPlugin, PolicyValidationPluginReport, PolicyViolation } from 'aws-cdk-lib';
import { readFileSync } from 'node:fs';
import { rolloutSafety } from '../../core/safety/rollout-safety';
import type { SafetyRule } from '../../core/safety/safety-rule';
import type { Template } from '../../core/template/template';

/**
 * The pack RolloutSafety for CDK: looks at every template as it was written, and stops the synthesis where a rule does not hold.
 *
 * A finding is accepted with `Validations.of(construct).acknowledge({ id: 'RolloutSafety::<rule>', reason })`; CDK takes it out of the
 * report, and keeps the reason in the assembly, where `changeover review` finds it.
 */
export class RolloutSafetyChecks implements IPolicyValidationPlugin {
  readonly name = 'RolloutSafety';
  readonly version = '1.0.0';
  readonly ruleIds = rolloutSafety.map(({ name }) => name);

  validate({ templatePaths }: IPolicyValidationContext): PolicyValidationPluginReport {
    const templates = templatePaths.map((templatePath) => ({ templatePath, template: JSON.parse(readFileSync(templatePath, 'utf8')) as Template }));
    const violations = rolloutSafety.flatMap((rule) => violationsOf(rule, templates));
    return { success: violations.length === 0, violations };
  }
}

interface Written {
  readonly templatePath: string;
  readonly template: Template;
}

/** CDK shows a violation of a rule once, with all that violates it. What was found stands beside each place. */
function violationsOf({ name, description, fix, check }: SafetyRule, templates: readonly Written[]): readonly PolicyViolation[] {
  const found = templates.flatMap(({ template, templatePath }) => check({ ...template, Resources: template.Resources ?? {} }).map((violation) => ({ ...violation, templatePath })));
  if (found.length === 0) return [];
  return [{
    ruleName: `RolloutSafety::${name}`, severity: 'error', description: `${description} (${[...new Set(found.map((one) => one.found))].join('; ')})`, fix,
    violatingResources: found.map(({ logicalId, location, templatePath }) => ({ resourceLogicalId: logicalId, templatePath, locations: [location.replaceAll('.', '/')] })),
  }];
}
