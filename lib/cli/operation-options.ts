import { seconds, type Millis } from '../core/units';
import { numberIn } from './number-option';
import { UsageError } from './usage-error';

/** What commands that operate a service are told on the command line; texts as typed. */
export interface GivenOperationOptions {
  readonly stage?: string;
  readonly service?: string;
  readonly deployment?: string;
  readonly every?: string;
  readonly yes?: boolean;
  readonly json?: boolean;
}

export interface OperationOptions {
  readonly stage: string;
  readonly service: string;
  /** `undefined`: the one that runs, or the newest. */
  readonly deployment: string | undefined;
  /** From one look at a deployment to the next. */
  readonly every: Millis;
  /** Nobody is asked. */
  readonly yes: boolean;
  readonly json: boolean;
}

/** CodeDeploy's limits are counted by account and region: many waiting pipelines share them. */
const BETWEEN_LOOKS = 5;

/** Of stages and services. */
export const NAME = /^[a-z][a-z0-9-]*$/;
/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_GetDeployment.html */
const DEPLOYMENT = /^d-[A-Z0-9]+$/;

/** @throws UsageError with everything that is wrong */
export function readOperationOptions({ stage = 'production', service = 'api', deployment, every, yes = false, json = false }: GivenOperationOptions): OperationOptions {
  const problems: string[] = [];
  for (const [name, value] of [['stage', stage], ['service', service]] as const) {
    if (!NAME.test(value)) problems.push(`--${name} must be a name of small letters, digits and dashes, got ${JSON.stringify(value)}`);
  }
  if (deployment !== undefined && !DEPLOYMENT.test(deployment)) problems.push(`--deployment must be an id of CodeDeploy such as d-ABCDEF123, got ${JSON.stringify(deployment)}`);
  const pause = numberIn('every', every, { least: 1, most: 300, whole: false, rule: 'a number of seconds from 1 to 300' }, problems);
  if (problems.length > 0) throw new UsageError(problems);
  return { stage, service, deployment, every: seconds(pause ?? BETWEEN_LOOKS), yes, json };
}
