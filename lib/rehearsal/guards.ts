import type { AssemblyTemplate, TemplateResource } from '../edge/assembly/assembly';
import type { Guard } from './scenario';

/** What switching a guard off changes in the template of the service's topology; everything else stays as synthesized. */
export const guardEdits: Readonly<Record<Guard, string>> = {
  alarms: 'AlarmConfiguration.Enabled of the deployment group is false',
  probes: 'HOOKS of the deployment function is empty, so that the AppSpec names no hook',
  'gradual-shift': 'DeploymentConfigName of the deployment group is CodeDeployDefault.ECSAllAtOnce',
};

export function withoutGuards(template: AssemblyTemplate, guards: readonly Guard[]): AssemblyTemplate {
  return guards.reduce((edited, guard) => edits[guard](edited), template);
}

const GROUP = 'AWS::CodeDeploy::DeploymentGroup';

const edits: Readonly<Record<Guard, (template: AssemblyTemplate) => AssemblyTemplate>> = {
  alarms: (template) => editing(template, GROUP, (group) => ({ ...group, AlarmConfiguration: { ...(group['AlarmConfiguration'] as object), Enabled: false } })),
  'gradual-shift': (template) => editing(template, GROUP, (group) => ({ ...group, DeploymentConfigName: 'CodeDeployDefault.ECSAllAtOnce' })),
  probes: (template) => editing(template, 'AWS::Lambda::Function', (code) => {
    const environment = code['Environment'] as { readonly Variables?: Readonly<Record<string, unknown>> } | undefined;
    if (environment?.Variables?.['HOOKS'] === undefined) return code;
    return { ...code, Environment: { ...environment, Variables: { ...environment.Variables, HOOKS: '{}' } } };
  }),
};

function editing(template: AssemblyTemplate, type: string, edit: (properties: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>): AssemblyTemplate {
  const resources = Object.entries(template.Resources).map(([logicalId, resource]): [string, TemplateResource] =>
    [logicalId, resource.Type === type ? { ...resource, Properties: edit(resource.Properties ?? {}) } : resource]);
  return { ...template, Resources: Object.fromEntries(resources) };
}
