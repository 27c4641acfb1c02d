import { ECSClient } from '@aws-sdk/client-ecs';
import { Opened } from '../../../lib/edge/processes/opened';
import { makeStage, type Stage } from './stage';
import { startTestRegion, type TestRegion } from './test-region';

export let region: TestRegion;
export let ecs: ECSClient;
/** The stage of this test. */
export let stage: Stage;

/** For a test file about services and tasks: one region for the file, a cluster, balancer and pair of target groups for each test. */
export function openStages(name: string): void {
  const opened = new Opened();
  let stages = 0;
  beforeAll(async () => {
    region = await startTestRegion(opened, 2_000);
    ecs = new ECSClient(region.client);
    opened.atTheEnd(() => ecs.destroy());
  });
  beforeEach(async () => {
    stages += 1;
    stage = await makeStage(region, `${name}${stages}`);
  });
  afterEach(() => stage[Symbol.asyncDispose]());
  afterAll(() => opened[Symbol.asyncDispose]());
}
