import type { AssemblyTemplate } from '../edge/assembly/assembly';
import { editing } from './editing';

const GROUP = 'AWS::CodeDeploy::DeploymentGroup';

/**
 * The template with a deployment group that also listens to alarms of another service, in place of its own last ones: a group takes
 * ten, https://docs.aws.amazon.com/codedeploy/latest/userguide/limits.html
 */
export function listeningTo(others: readonly string[], template: AssemblyTemplate): AssemblyTemplate {
  return editing(template, GROUP, (group) => {
    const configuration = group['AlarmConfiguration'] as { readonly Alarms?: readonly object[] } | undefined;
    const own = configuration?.Alarms ?? [];
    const Alarms = [...own.slice(0, MOST - others.length), ...others.map((Name) => ({ Name }))];
    return { ...group, AlarmConfiguration: { ...configuration, Alarms } };
  });
}

const MOST = 10;
