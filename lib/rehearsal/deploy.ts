import type { AssemblyStack, AssemblyTemplate } from '../edge/assembly/assembly';
import type { Stack } from '../region/cloudformation/stack';
import { failuresOf } from '../region/cloudformation/engine';
import type { Template } from '../region/cloudformation/template';
import { isAroundInvocation } from '../region/lambda/invocation-log';
import type { Region } from '../region/region';
import { isServiceError } from '../region/service-error';

/** A region that could not be brought to where a rehearsal begins. */
export class NotReady extends Error {
  constructor(message: string, readonly lastLines: readonly string[]) {
    super(message);
    this.name = 'NotReady';
  }
}

/** The account is bootstrapped, as `cdk bootstrap` would leave it. */
const BOOTSTRAP = { parameter: '/cdk-bootstrap/hnb659fds/version', version: '30' };

/** Deploys a stack: uploads its assets, then creates or updates it. @throws ServiceError when CloudFormation refuses the template */
export async function deployStack(region: Region, stack: AssemblyStack, template: AssemblyTemplate = stack.template): Promise<Stack> {
  const place = { account: stack.account, region: stack.region };
  region.parameters.put(place, BOOTSTRAP.parameter, BOOTSTRAP.version);
  for (const { bucket, key, path } of stack.files) region.objects.put(bucket, key, path);
  // The assembly's template is JSON that CloudFormation judges; whatever is not one is refused there.
  return region.cloudformation.deploy(place, stack.stackName, template as unknown as Template);
}

/** As `deployStack`. @throws NotReady with the last lines of every log when the stack does not become complete */
export async function deployOrExplain(region: Region, stack: AssemblyStack, template: AssemblyTemplate = stack.template): Promise<Stack> {
  const deployed = await deployStack(region, stack, template).catch((thrown: unknown) => {
    throw isServiceError(thrown) ? new NotReady(`${stack.id} is refused: ${thrown.message}`, []) : thrown;
  });
  if (deployed.status === 'CREATE_COMPLETE' || deployed.status === 'UPDATE_COMPLETE') return deployed;
  throw new NotReady(`${stack.id} ended in ${deployed.status}: ${failuresOf(deployed)[0] ?? 'no reason given'}`, lastLines(region));
}

const LINES = 12;

/** What was written last, over all log groups: a service that does not start says there why. What Lambda writes around every invocation tells nothing. */
function lastLines(region: Region): readonly string[] {
  return region.logs.newest(LINES, ({ message }) => !isAroundInvocation(message)).map(({ stream, message }) => `${stream}: ${message}`);
}
