import { accepted, type Checked } from '../../lib/core/checked';
import { Reader } from '../../lib/core/reader';
import { readRequest } from '../shared/read-request';
import type { DeploymentRequest, Invocation } from './state';

/** Reads how the function was called. What the state machine carries besides the request is the function's own, and is taken as it is. */
export function readInvocation(event: unknown): Checked<Invocation> {
  if (!isObject(event) || !('action' in event)) return readDeployment(event, 'event');
  const read = new Reader(event, 'event');
  const action = read.oneOf('action', ['look', 'give-up']);
  // State machines that are older than this function do not tell the time.
  if (action === 'look' && read.has('now')) read.text('now', { pattern: /^\d{4}-\d{2}-\d{2}T/, like: 'a moment such as 2026-11-23T10:00:00Z' });
  const state = read.object('state');
  state.integer('looks', { min: 0 });
  const request = readDeployment(state.raw('request'), 'event.state.request');
  const shape = read.result(event as unknown as Invocation);
  return shape.ok && !request.ok ? request : shape;
}

/** The event that holds the address for the answer, however the function was called. */
export const requestIn = (event: unknown): unknown => (isObject(event) && 'action' in event ? (isObject(event.state) ? event.state.request : undefined) : event);

function readDeployment(event: unknown, path: string): Checked<DeploymentRequest> {
  const request = readRequest(event, path);
  // With properties that nobody can read nothing was ever deployed, and what is not there is deleted by saying so.
  if (!request.ok || request.value.RequestType === 'Delete') return request as Checked<DeploymentRequest>;
  const read = new Reader(request.value.ResourceProperties, `${path}.ResourceProperties`);
  const arn = { pattern: /^arn:\S+$/, like: 'the ARN of a task definition' };
  read.text('Release');
  read.text('TaskDefinition', arn);
  if (read.has('MigrationTaskDefinition')) read.text('MigrationTaskDefinition', arn);
  read.text('ContainerName');
  const port = read.text('ContainerPort', { pattern: /^\d{1,5}$/, like: 'a port number' });
  if (Number(port) > 65_535) read.wrong('ContainerPort', `must be a port number, got ${port}`);
  read.text('Topology');
  const checked = read.result(request.value as DeploymentRequest);
  return checked.ok ? accepted(checked.value) : checked;
}

/** Whether a Delete is for something that could never have been deployed. */
export const neverDeployed = ({ ResourceProperties }: DeploymentRequest): boolean =>
  typeof (ResourceProperties as Readonly<Record<string, unknown>>).TaskDefinition !== 'string';

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);
