import type { Caller } from '../../endpoint/json-protocol';
import type { QueryOperation } from '../../endpoint/query-protocol';
import { isTrue, refuseUnless, textOf, type Fields } from '../../fields';
import { PAGE, page } from './page';
import { pageOf } from '../../paging';
import { arnOf, placeOf } from '../../place';
import { ServiceError } from '../../service-error';
import { invalid } from '../arguments';
import type { ChangeSet, ChangeSetState } from '../change-set';
import { changesOf } from '../changes';
import type { Order } from '../engine';
import { changesNothing } from '../no-change';
import { shownParameters } from '../parameters';
import { isBusy, type Stack } from '../stack';
import { begun, obsolete } from './changing';
import { describeChange } from './describe-change';
import { momentIn } from './describe-stack';
import type { ApiPorts } from './ports';
import { disableRollbackIn, ORDER_FIELDS, orderIn, refuseUnknown, requireStackName, stackIn } from './read-input';

/** What the service answers when nothing would change. */
const NOTHING = "The submitted information didn't contain changes. Submit different information to create a change set.";

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-changesets.html */
export function changeSetOperations(ports: ApiPorts): Readonly<Record<string, QueryOperation>> {
  const { cloudformation } = ports;
  return {
    async CreateChangeSet({ tree }, caller) {
      refuseUnknown('CreateChangeSet', tree, [...ORDER_FIELDS.served, 'ChangeSetName', 'ChangeSetType', 'Description', 'UsePreviousTemplate'], ['ImportExistingResources', 'IncludeNestedStacks']);
      refuseUnless('CreateChangeSet.ChangeSetType', tree['ChangeSetType'], ['CREATE', 'UPDATE']);
      const changeSet = createChangeSet(ports, tree, caller);
      cloudformation.changeSets.set(changeSet.id, changeSet);
      return { Id: changeSet.id, StackId: changeSet.stack.id };
    },
    async DescribeChangeSet({ tree }, caller) {
      refuseUnknown('DescribeChangeSet', tree, ['ChangeSetName', 'StackName', 'NextToken', 'IncludePropertyValues']);
      return describeChangeSet(ports, changeSetIn(ports, tree, caller), tree);
    },
    async ListChangeSets({ tree }, caller) {
      refuseUnknown('ListChangeSets', tree, ['StackName', 'NextToken']);
      const stack = stackIn(ports, tree, caller);
      const found = [...cloudformation.changeSets.values()].filter((one) => one.stack === stack && one.state.at !== 'executed');
      const summarize = ({ id, name, description, at, state }: ChangeSet): object =>
        ({ StackId: stack.id, StackName: stack.name, ChangeSetId: id, ChangeSetName: name, Description: description, CreationTime: momentIn(ports, at), ...stateOf(state) });
      return page('Summaries', found.map(summarize), tree);
    },
    async DeleteChangeSet({ tree }, caller) {
      refuseUnknown('DeleteChangeSet', tree, ['ChangeSetName', 'StackName']);
      // One that is not there is deleted as wanted; a stack that is not there is told.
      if (textOf(tree['StackName']) !== undefined) stackIn(ports, tree, caller);
      const found = find(ports, tree, caller);
      if (found !== undefined) cloudformation.changeSets.delete(found.id);
      return {};
    },
    async ExecuteChangeSet({ tree }, caller) {
      refuseUnknown('ExecuteChangeSet', tree, ['ChangeSetName', 'StackName', 'ClientRequestToken', 'DisableRollback', 'RetainExceptOnCreate']);
      const changeSet = changeSetIn(ports, tree, caller);
      const { stack, state } = changeSet;
      if (state.at !== 'available') throw new ServiceError('InvalidChangeSetStatus', `ChangeSet [${changeSet.id}] cannot be executed in its current status of [${stateOf(state).Status}]`);
      if (isBusy(stack)) return invalid(`Stack:${stack.id} is in ${stack.status} state and can not be updated.`);
      const order = { ...changeSet.order, settings: { ...changeSet.order.settings, disableRollback: disableRollbackIn(tree) } };
      execute(ports, changeSet, order);
      changeSet.state = { at: 'executed' };
      obsolete(ports, stack);
      return {};
    },
  };
}

function execute({ cloudformation }: ApiPorts, { stack, kind }: ChangeSet, order: Order): void {
  begun(kind === 'CREATE' ? cloudformation.begin(stack, cloudformation.prepared(stack, order), order) : cloudformation.update(stack, order));
}

function createChangeSet(ports: ApiPorts, tree: Fields, caller: Caller): ChangeSet {
  const { cloudformation, clock } = ports;
  const [place, name] = [placeOf(caller), requireStackName(tree)];
  const kind = tree['ChangeSetType'] === 'CREATE' ? 'CREATE' as const : 'UPDATE' as const;
  const found = cloudformation.find(place, name);
  const known = found?.status === 'DELETE_COMPLETE' ? undefined : found;
  refuseWrongKind(kind, known, name);
  const changeSetName = String(tree['ChangeSetName']);
  if (!/^[A-Za-z][A-Za-z0-9-]{0,127}$/.test(changeSetName)) return invalid(`1 validation error detected: Value '${changeSetName}' at 'changeSetName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*`);
  if (known !== undefined && find(ports, { ChangeSetName: changeSetName, StackName: name }, caller)?.state.at === 'available') throw new ServiceError('AlreadyExistsException', `ChangeSet ${changeSetName} already exists`);
  const order = orderIn(ports, tree, caller, kind === 'UPDATE' ? known : undefined);
  const stack = known ?? cloudformation.review(place, name, order);
  const prepared = cloudformation.prepared(stack, order);
  const { work } = cloudformation.work(stack, prepared, {});
  const isEmpty = kind === 'UPDATE' && stack.unfinished === undefined && changesNothing(work, prepared.settled) && JSON.stringify(order.settings.tags) === JSON.stringify(stack.settings.tags);
  return {
    id: arnOf('cloudformation', place, `changeSet/${changeSetName}/${cloudformation.ports.ids.uuid()}`), name: changeSetName, stack, kind, description: textOf(tree['Description']), at: clock.now(), order,
    parameters: shownParameters(order.template, prepared.parameters.given), changes: isEmpty ? [] : changesOf(work), state: isEmpty ? { at: 'failed', reason: NOTHING } : { at: 'available' },
  };
}

function refuseWrongKind(kind: ChangeSet['kind'], known: Stack | undefined, name: string): void {
  if (kind === 'UPDATE' && known === undefined) invalid(`Stack [${name}] does not exist`);
  if (kind === 'CREATE' && known !== undefined && known.status !== 'REVIEW_IN_PROGRESS') invalid(`Stack [${name}] already exists and cannot be created again with the changeSet [CREATE].`);
  if (kind === 'UPDATE' && known !== undefined && (isBusy(known) || /^(ROLLBACK|DELETE|REVIEW)/.test(known.status) || known.status === 'UPDATE_ROLLBACK_FAILED')) invalid(`Stack:${known.id} is in ${known.status} state and can not be updated.`);
}

function changeSetIn(ports: ApiPorts, tree: Fields, caller: Caller): ChangeSet {
  const name = String(tree['ChangeSetName']);
  const found = find(ports, tree, caller);
  if (found === undefined) throw new ServiceError('ChangeSetNotFound', `ChangeSet [${name}] does not exist`, 404);
  return found;
}

/** The newest of a name; one that was executed still has it. */
function find({ cloudformation }: ApiPorts, tree: Fields, caller: Caller): ChangeSet | undefined {
  const [wanted, of] = [String(tree['ChangeSetName']), textOf(tree['StackName'])];
  const stack = of === undefined ? undefined : cloudformation.find(placeOf(caller), of);
  return [...cloudformation.changeSets.values()].findLast((one) => one.id === wanted || (one.name === wanted && one.stack === stack));
}

function describeChangeSet(ports: ApiPorts, changeSet: ChangeSet, tree: Fields): object {
  const { id, name, stack, description, at, order, parameters, changes, state } = changeSet;
  const { items, next } = pageOf(changes, textOf(tree['NextToken']), PAGE, 'ValidationError');
  const withValues = isTrue(tree['IncludePropertyValues']);
  return {
    ChangeSetName: name, ChangeSetId: id, StackId: stack.id, StackName: stack.name, Description: description, CreationTime: momentIn(ports, at), ...stateOf(state),
    Parameters: Object.entries(parameters).map(([key, value]) => ({ ParameterKey: key, ParameterValue: value })), NotificationARNs: order.settings.notificationArns, RollbackConfiguration: {},
    Capabilities: order.settings.capabilities, Tags: order.settings.tags, Changes: items.map((change) => ({ Type: 'Resource', ResourceChange: describeChange(change, withValues) })), NextToken: next,
    IncludeNestedStacks: false,
  };
}

function stateOf(state: ChangeSetState): { readonly Status: string; readonly ExecutionStatus: string; readonly StatusReason?: string } {
  switch (state.at) {
    case 'available': return { Status: 'CREATE_COMPLETE', ExecutionStatus: 'AVAILABLE' };
    case 'failed': return { Status: 'FAILED', ExecutionStatus: 'UNAVAILABLE', StatusReason: state.reason };
    case 'executed': return { Status: 'CREATE_COMPLETE', ExecutionStatus: 'EXECUTE_COMPLETE' };
    case 'obsolete': return { Status: 'CREATE_COMPLETE', ExecutionStatus: 'OBSOLETE' };
  }
}
