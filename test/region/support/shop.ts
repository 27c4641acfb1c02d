import { CodeDeployClient, CreateApplicationCommand, CreateDeploymentGroupCommand, type CreateDeploymentGroupCommandInput, type CreateDeploymentGroupCommandOutput } from '@aws-sdk/client-codedeploy';
import { Opened } from '../../../lib/edge/processes/opened';
import { groupOf } from './deploying';
import { makeStage, type Stage } from './stage';
import { startTestRegion, type TestRegion } from './test-region';

export let region: TestRegion;
export let client: CodeDeployClient;
/** A service that runs, which every deployment group of the file is for. */
export let stage: Stage;

/** For a test file about CodeDeploy's requests: one region and one service for the file, the application `shop` for each test. */
export function openShop(): void {
  const opened = new Opened();
  beforeAll(async () => {
    region = await startTestRegion(opened, 2_000);
    client = new CodeDeployClient(region.client);
    stage = opened.add(await makeStage(region, 'shop'));
    await stage.define('blue');
    await stage.serve();
    opened.atTheEnd(() => client.destroy());
  }, 30_000);
  afterAll(() => opened[Symbol.asyncDispose]());
  beforeEach(async () => void await client.send(new CreateApplicationCommand({ applicationName: 'shop', computePlatform: 'ECS' })));
  afterEach(() => { for (const name of [...region.catalog.applications.keys()]) region.catalog.removeApplication(name); });
}

/** Makes a deployment group for the service. */
export const group = (more: Partial<CreateDeploymentGroupCommandInput> = {}): Promise<CreateDeploymentGroupCommandOutput> => client.send(new CreateDeploymentGroupCommand(groupOf(stage, more)));

/** An error of this name, whatever it says. */
export const named = (name: string): unknown => expect.objectContaining({ name });
