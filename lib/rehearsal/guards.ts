import type { AssemblyTemplate } from '../edge/assembly/assembly';
import { editing } from './editing';
import type { Guard } from './scenario';
import { withoutIsolation } from './without-isolation';

/** What switching a guard off changes in the templates of the service; everything else stays as synthesized. */
export const guardEdits: Readonly<Record<Guard, string>> = {
  alarms: 'AlarmConfiguration.Enabled of the deployment group is false, and the pre-flight expects it so',
  probes: 'HOOKS of the deployment function is empty, so that the AppSpec names no hook',
  'gradual-shift': 'DeploymentConfigName of the deployment group is CodeDeployDefault.ECSAllAtOnce',
  bake: 'TerminationWaitTimeInMinutes of the deployment group is 0',
  'install-limit': "LIMITS of the deployment function leave a start that does not succeed to CodeDeploy's own hour",
  'connection-cap': 'the roles of the database have no limit of sessions',
  isolation: 'both stages are in one account, its roles may connect to every database in it, and its security groups let everything through',
  'alarms-of-its-own': 'the deployment group listens to alarms of another tier too, and no pre-flight notices',
  provenance: 'LEDGER of the deployment function is off: nobody asks who has built a release',
  'failover-excuse': 'alarms count failures for which no database server was there as they do any others',
  'failover-witness': 'alarms never count failures for which no database server was there, whatever the proxy says of the primary',
  preflight: 'PREFLIGHT of the deployment function is off: nothing is looked at before a release',
  'migrations-first': 'the deployment has no MigrationTaskDefinition, so that nothing runs before it',
};

export function withoutGuards(template: AssemblyTemplate, guards: readonly Guard[]): AssemblyTemplate {
  return guards.reduce((edited, guard) => edits[guard](edited), template);
}

const GROUP = 'AWS::CodeDeploy::DeploymentGroup';
const OFF = 'off';

const edits: Readonly<Record<Guard, (template: AssemblyTemplate) => AssemblyTemplate>> = {
  alarms: (template) => setting(
    editing(template, GROUP, (group) => ({ ...group, AlarmConfiguration: { ...(group['AlarmConfiguration'] as object), Enabled: false } })),
    'PREFLIGHT', (expected) => (expected === OFF ? OFF : JSON.stringify({ ...JSON.parse(expected) as object, alarms: {} })),
  ),
  preflight: (template) => setting(template, 'PREFLIGHT', () => OFF),
  provenance: (template) => setting(template, 'LEDGER', () => OFF),
  'gradual-shift': (template) => editing(template, GROUP, (group) => ({ ...group, DeploymentConfigName: 'CodeDeployDefault.ECSAllAtOnce' })),
  bake: (template) => editing(template, GROUP, (group) => {
    const { TerminateBlueInstancesOnDeploymentSuccess: ending, ...others } = group['BlueGreenDeploymentConfiguration'] as { readonly TerminateBlueInstancesOnDeploymentSuccess?: object };
    return { ...group, BlueGreenDeploymentConfiguration: { ...others, TerminateBlueInstancesOnDeploymentSuccess: { ...ending, TerminationWaitTimeInMinutes: 0 } } };
  }),
  probes: (template) => setting(template, 'HOOKS', () => '{}'),
  'install-limit': (template) => setting(template, 'LIMITS', (limits) => JSON.stringify({ ...JSON.parse(limits) as object, installMinutes: 120, totalMinutes: 120 })),
  'migrations-first': (template) => editing(template, 'Custom::EcsBlueGreenDeployment', (properties) => Object.fromEntries(Object.entries(properties).filter(([key]) => key !== 'MigrationTaskDefinition'))),
  'connection-cap': (template) => editing(template, 'Custom::DatabaseRoles', (properties) =>
    ({ ...properties, Roles: String(properties['Roles']).replace(/"connections":\d+/g, '"connections":5000') })),
  isolation: (template) => withoutIsolation(template),
  'failover-excuse': (template) => excusing(template, 'filled'),
  'failover-witness': (template) => excusing(template, '0 * filled'),
  // The rest is done once the other tier's alarms are there: see entangle.ts.
  'alarms-of-its-own': (template) => setting(template, 'PREFLIGHT', () => OFF),
};

const EXCUSED = 'FILL(IF(around < 100, 0, filled - DIFF(filled)), 0)';

/** Has alarms take another count of what they hold against a release only while the database is there. */
const excusing = (template: AssemblyTemplate, instead: string): AssemblyTemplate => editing(template, 'AWS::CloudWatch::Alarm', (alarm) => {
  const { Metrics: metrics } = alarm as { readonly Metrics?: readonly { readonly Expression?: string }[] };
  if (metrics === undefined) return alarm;
  return { ...alarm, Metrics: metrics.map((metric) => (metric.Expression === EXCUSED ? { ...metric, Expression: instead } : metric)) };
});

/** Changes a variable of every function that has it. */
function setting(template: AssemblyTemplate, variable: string, edit: (value: string) => string): AssemblyTemplate {
  return editing(template, 'AWS::Lambda::Function', (code) => {
    const environment = code['Environment'] as { readonly Variables?: Readonly<Record<string, unknown>> } | undefined;
    const value = environment?.Variables?.[variable];
    if (typeof value !== 'string') return code;
    return { ...code, Environment: { ...environment, Variables: { ...environment?.Variables, [variable]: edit(value) } } };
  });
}
