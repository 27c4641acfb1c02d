import { begin } from '../../lambda/deployment/begin';
import type { StackState } from '../../lambda/deployment/gateway';
import type { DeploymentRequest } from '../../lambda/deployment/state';
import { minutes, seconds, type Millis } from '../../lib/core/units';
import type { Agenda } from './agenda';
import type { Lambda } from './lambda';
import type { Service, TaskSet } from './service';

type StackStatus = 'COMPLETE' | 'IN_PROGRESS' | 'ROLLBACK_COMPLETE' | 'ROLLBACK_FAILED';

interface Open {
  readonly request: DeploymentRequest;
  readonly isWayBack: boolean;
  /** Created for it when it came. */
  readonly deploymentsBefore: number;
  /** The task set to go back to, where nobody but the request that is taken back has touched anything. */
  readonly backTo: TaskSet | undefined;
}

/** What else happens to one update of the stack. */
export interface Plan {
  /** Another resource fails, or somebody cancels the update, so long after it began. */
  readonly cancelledAfter: Millis | undefined;
  /** CloudFormation's event reaches the function twice. */
  readonly twice: boolean;
}

const SERVICE_TIMEOUT = minutes(60);

/** The release stack, as CloudFormation runs it: one custom resource, whose failure brings the old properties back. */
export class ReleaseStack {
  status: StackStatus = 'COMPLETE';
  readonly violations: string[] = [];
  private open: Open | undefined;
  /** The last request that took others back. */
  private takenBack = 0;
  private requests = 0;
  private updates = 0;

  constructor(private readonly agenda: Agenda, private readonly service: Service, private readonly lambda: () => Lambda, public release: string) {}

  get state(): StackState {
    const update = `update-${this.updates}`;
    if (this.status !== 'IN_PROGRESS') return { status: 'UPDATE_COMPLETE', update };
    return { status: this.open?.isWayBack === true ? 'UPDATE_ROLLBACK_IN_PROGRESS' : 'UPDATE_IN_PROGRESS', update };
  }

  /** `cdk deploy` of a release; nothing while the stack is busy. */
  deploy(release: string, plan: Plan): void {
    if (this.status === 'IN_PROGRESS' || release === this.release) return;
    this.status = 'IN_PROGRESS';
    this.updates += 1;
    this.send(release, false, plan.twice);
    if (plan.cancelledAfter === undefined) return;
    const { requests } = this;
    this.agenda.plan(plan.cancelledAfter, 'world', () => {
      if (this.status === 'IN_PROGRESS' && this.requests === requests) this.goBack();
    });
  }

  /** A deployment was created with this description. */
  deployed(description: string): void {
    const [, number] = /request-(\d+)/.exec(description) ?? [];
    if (number !== undefined && Number(number) < this.takenBack) this.violations.push(`I2: request-${number} has deployed after it was taken back`);
  }

  /** The function has stopped a deployment of this release. */
  stopped(release: string): void {
    if (this.open?.isWayBack === true && release === this.release) this.violations.push(`I2: going back has stopped ${release}, to which it goes back`);
  }

  /** The function's answer; one that nobody waits for any more is not read. */
  answered(request: DeploymentRequest, status: 'SUCCESS' | 'FAILED', reason: string): void {
    const { open } = this;
    if (open?.request.RequestId !== request.RequestId) return;
    this.open = undefined;
    this.violations.push(...this.judged(open, status, reason));
    if (status === 'FAILED' && !open.isWayBack) return this.goBack();
    if (!open.isWayBack) this.release = request.ResourceProperties.Release;
    if (open.isWayBack) this.takenBack = this.requests;
    this.status = open.isWayBack ? (status === 'SUCCESS' ? 'ROLLBACK_COMPLETE' : 'ROLLBACK_FAILED') : 'COMPLETE';
  }

  private judged({ request, isWayBack, deploymentsBefore, backTo }: Open, status: 'SUCCESS' | 'FAILED', reason: string): readonly string[] {
    const { Release: wanted } = request.ResourceProperties;
    const { primary, deployments, sets } = this.service;
    const created = deployments.slice(deploymentsBefore).filter(({ description }) => description.includes(request.RequestId)).length;
    // CodeDeploy is already at it, when somebody has stopped the same deployment a moment before.
    const isReturning = isWayBack && this.service.isReturning;
    const isServed = primary.definition === wanted && (primary.weight === 100 || isReturning);
    const canBeServed = !isWayBack || (backTo !== undefined && sets.includes(backTo));
    return [
      ...(status === 'SUCCESS' && canBeServed && !isServed ? [`I4: ${wanted} was said to be released, but ${primary.definition} is PRIMARY with ${primary.weight} %`] : []),
      ...(status === 'FAILED' && reason.length < 20 ? [`I7: a failure without a reason: "${reason}"`] : []),
      ...(status === 'FAILED' && isWayBack ? [`I6: the stack cannot go back: ${reason}`] : []),
      ...(created > 1 ? [`I2: ${created} deployments for one request`] : []),
      ...(created > 0 && isWayBack ? ['I2: going back has deployed'] : []),
    ];
  }

  /** The old properties are sent, whether or not the new ones were ever answered for. */
  private goBack(): void {
    this.send(this.release, true, false);
  }

  private send(release: string, isWayBack: boolean, twice: boolean): void {
    this.requests += 1;
    const request: DeploymentRequest = {
      RequestType: 'Update', ResponseURL: '', StackId: 'arn/stack/release/0', RequestId: `request-${this.requests}`, LogicalResourceId: 'Deployment',
      ResourceProperties: { Release: release, TaskDefinition: release, MigrationTaskDefinition: 'migrations', ContainerName: 'api', ContainerPort: '8080', Topology: 'topology' },
    };
    const { service } = this;
    const untouched = service.active?.description.includes(`request-${this.requests - 1}`) ?? true;
    const backTo = isWayBack && untouched ? service.sets.find(({ definition }) => definition === release) : undefined;
    this.open = { request, isWayBack, deploymentsBefore: service.deployments.length, backTo };
    for (let times = twice ? 2 : 1; times > 0; times -= 1) this.agenda.plan(seconds(times), 'function', () => this.reach(request, 0));
    this.agenda.plan(SERVICE_TIMEOUT, 'world', () => {
      if (this.open?.request !== request) return;
      this.violations.push(`I3: ${request.RequestId} was not answered within an hour`);
      this.answered(request, 'FAILED', 'CloudFormation did not receive a response from your Custom Resource');
    });
  }

  /** Lambda tries an asynchronous event three times: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html */
  private async reach(request: DeploymentRequest, tries: number): Promise<void> {
    try {
      await this.lambda().invoke((ports) => begin(request, ports, () => Promise.resolve()));
    } catch {
      if (tries >= 2) return;
      this.agenda.plan(minutes(1 + tries), 'function', () => this.reach(request, tries + 1));
    }
  }
}
