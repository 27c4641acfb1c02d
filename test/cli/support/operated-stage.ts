import { CodeDeployClient, CreateDeploymentCommand } from '@aws-sdk/client-codedeploy';
import { request } from 'undici';
import { Opened } from '../../../lib/edge/processes/opened';
import { appSpec, groupOf, inline, ROLE } from '../../region/support/deploying';
import { PLACE } from '../../region/support/resource-request';
import { makeStage, type Stage } from '../../region/support/stage';
import { startTestRegion, type TestRegion } from '../../region/support/test-region';

type Properties = Readonly<Record<string, unknown>>;

/** A service in a region, as commands that operate one find it: the environment of this process leads there until it is closed. */
export interface OperatedStage extends AsyncDisposable {
  readonly region: TestRegion;
  readonly stage: Stage;
  /** Deploys a task definition that says which release it is. @param behave code for its server */
  release(name: string, behave?: string): Promise<string>;
  until(id: string, at: 'ready' | 'baking'): Promise<unknown>;
  /** What a customer is answered. */
  ask(): Promise<number>;
}

/** The service `api` of the stage `shop`, with the release `first`: a deployment waits for `continue`, and bakes for two hours. @param more resources of its topology stack */
export async function operatedStage(first = 'r1', more: Readonly<Record<string, object>> = {}): Promise<OperatedStage> {
  const opened = new Opened();
  const before = { ...process.env };
  const region = await startTestRegion(opened);
  const stage = opened.add(await makeStage(region, 'shop'));
  const define = (name: string, behave = '') => stage.define(name, '', { Environment: [{ Name: 'BEHAVE', Value: behave }, { Name: 'NAME', Value: name }, { Name: 'RELEASE', Value: name }] });
  await define(first);
  await stage.serve({ HealthCheckGracePeriodSeconds: 30 });
  await region.cloudformation.deploy(PLACE, 'shop-Api', { Resources: {
    Application: { Type: 'AWS::CodeDeploy::Application', Properties: { ApplicationName: 'shop', ComputePlatform: 'ECS' } },
    Group: { Type: 'AWS::CodeDeploy::DeploymentGroup', DependsOn: 'Application', Properties: groupProperties(stage) },
    ...more,
  } });
  const codedeploy = new CodeDeployClient(region.client);
  const { endpoint, region: where, credentials: { accessKeyId, secretAccessKey, sessionToken } } = region.client;
  Object.assign(process.env, { AWS_ENDPOINT_URL: endpoint, AWS_REGION: where, AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN: sessionToken });
  return {
    region, stage,
    async release(name, behave) {
      const definition = await define(name, behave);
      const { deploymentId = '' } = await codedeploy.send(new CreateDeploymentCommand({ applicationName: 'shop', deploymentGroupName: region.catalog.groupsOf('shop')[0]!.name, revision: inline(appSpec(definition)) }));
      return deploymentId;
    },
    until: (id, at) => region.deployments.named(id).run.until(({ phase }) => phase.at === at),
    async ask() {
      const { statusCode, body } = await request(`http://127.0.0.1:${region.balancing.portOf(stage.production)}/`);
      await body.dump();
      return statusCode;
    },
    async [Symbol.asyncDispose]() {
      process.env = before;
      codedeploy.destroy();
      await opened[Symbol.asyncDispose]();
    },
  };
}

/** What CreateDeploymentGroup takes, as a template says it. */
function groupProperties(stage: Stage): Properties {
  const wire = groupOf(stage, {
    deploymentConfigName: 'CodeDeployDefault.ECSAllAtOnce',
    blueGreenDeploymentConfiguration: { terminateBlueInstancesOnDeploymentSuccess: { action: 'TERMINATE', terminationWaitTimeInMinutes: 120 }, deploymentReadyOption: { actionOnTimeout: 'STOP_DEPLOYMENT', waitTimeInMinutes: 600 } },
  });
  return { ...(capital(wire) as Properties), ApplicationName: 'shop', ServiceRoleArn: ROLE };
}

function capital(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(capital);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key === 'ecsServices' ? 'ECSServices' : key.charAt(0).toUpperCase() + key.slice(1), capital(inner)]));
}
