import { App, CfnResource, Stack, Validations } from 'aws-cdk-lib';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RolloutSafetyChecks } from '../../../lib/edge/validation/rollout-safety-checks';

const outdir = mkdtempSync(join(tmpdir(), 'changeover-pack-'));
afterAll(() => rmSync(outdir, { recursive: true }));

/** What the pack says of a stack with one target group whose health check takes too long, and a table that does not say what becomes of it. */
function report(name: string, accept: (group: CfnResource) => void): readonly { readonly ruleName: string; readonly violatingConstructs: readonly { readonly constructPath?: string }[] }[] {
  const directory = join(outdir, name);
  const app = new App({ outdir: directory, analyticsReporting: false, builtinCloudFormationValidation: false });
  Validations.of(app).addPlugins(new RolloutSafetyChecks());
  const stack = new Stack(app, 'Shop');
  const group = new CfnResource(stack, 'Group', { type: 'AWS::ElasticLoadBalancingV2::TargetGroup', properties: { HealthCheckTimeoutSeconds: 60 } });
  accept(group);
  const before = process.exitCode;
  const said = jest.spyOn(console, 'error').mockImplementation(() => undefined);
  try {
    app.synth();
  } catch {
    // CDK throws when it is not run by its command line.
  } finally {
    said.mockRestore();
  }
  process.exitCode = before;
  const written = JSON.parse(readFileSync(join(directory, 'validation-report.json'), 'utf8')) as { readonly pluginReports: readonly { readonly pluginName: string; readonly violations: ReturnType<typeof report> }[] };
  return written.pluginReports.find(({ pluginName }) => pluginName === 'RolloutSafety')?.violations ?? [];
}

test('a rule that does not hold stops the synthesis, and names the construct', () => {
  expect(report('broken', () => undefined)).toMatchObject([{ ruleName: 'RolloutSafety::health-check-ends-in-time', violatingConstructs: [{ constructPath: 'Shop/Group' }] }]);
});

test('it lets pass what was acknowledged, with the reason kept', () => {
  expect(report('accepted', (group) => Validations.of(group).acknowledge({ id: 'RolloutSafety::health-check-ends-in-time', reason: 'It answers slowly' }))).toEqual([]);
});
