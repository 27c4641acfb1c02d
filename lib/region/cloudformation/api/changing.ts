import type { QueryOperation } from '../../endpoint/query-protocol';
import { isTrue, textOf, textsOf } from '../../fields';
import { placeOf } from '../../place';
import { reasonOf, ServiceError } from '../../service-error';
import { invalid } from '../arguments';
import type { Begun } from '../engine';
import { isBusy, type Stack } from '../stack';
import { readStackPolicy } from '../stack-policy';
import type { ApiPorts } from './ports';
import { ORDER_FIELDS, orderIn, refuseUnknown, requireStackName, stackIn } from './read-input';

/** Operations that begin something; they answer when it has begun. */
export function changingOperations(ports: ApiPorts): Readonly<Record<string, QueryOperation>> {
  const { cloudformation } = ports;
  return {
    async CreateStack({ tree }, caller) {
      refuseUnknown('CreateStack', tree, [...ORDER_FIELDS.served, 'DisableRollback', 'OnFailure', 'EnableTerminationProtection', 'StackPolicyBody', 'StackPolicyURL', 'RetainExceptOnCreate'], ['TimeoutInMinutes']);
      const [place, name] = [placeOf(caller), requireStackName(tree)];
      const known = cloudformation.find(place, name);
      if (known !== undefined && known.status !== 'DELETE_COMPLETE') throw new ServiceError('AlreadyExistsException', `Stack [${name}] already exists`);
      return begun(cloudformation.create(place, name, orderIn(ports, tree, caller, undefined), isTrue(tree['EnableTerminationProtection'])));
    },
    async UpdateStack({ tree }, caller) {
      refuseUnknown('UpdateStack', tree, [...ORDER_FIELDS.served, 'UsePreviousTemplate', 'DisableRollback', 'StackPolicyBody', 'StackPolicyURL', 'StackPolicyDuringUpdateBody', 'StackPolicyDuringUpdateURL', 'RetainExceptOnCreate']);
      const stack = stackIn(ports, tree, caller);
      obsolete(ports, stack);
      return begun(cloudformation.update(stack, orderIn(ports, tree, caller, stack)));
    },
    async DeleteStack({ tree }, caller) {
      refuseUnknown('DeleteStack', tree, ['StackName', 'RetainResources', 'RoleARN', 'ClientRequestToken', 'DeletionMode', 'DeploymentConfig']);
      if (tree['DeletionMode'] !== undefined && tree['DeletionMode'] !== 'STANDARD') return invalid(`the region deletes in the mode STANDARD, got ${JSON.stringify(tree['DeletionMode'])}`);
      const stack = cloudformation.find(placeOf(caller), requireStackName(tree));
      // A stack that is gone, or going, is deleted as wanted.
      if (stack === undefined || stack.status === 'DELETE_COMPLETE' || stack.status === 'DELETE_IN_PROGRESS') return {};
      const retained = textsOf(tree['RetainResources']);
      if (retained.length > 0 && stack.status !== 'DELETE_FAILED') return invalid(`Invalid operation on stack [${stack.id}]. The stack must be in the DELETE_FAILED state to use RetainResources`);
      begun(cloudformation.remove(stack, new Set(retained)));
      for (const [id, changeSet] of cloudformation.changeSets) if (changeSet.stack === stack) cloudformation.changeSets.delete(id);
      return {};
    },
    async RollbackStack({ tree }, caller) {
      refuseUnknown('RollbackStack', tree, ['StackName', 'RoleARN', 'ClientRequestToken', 'RetainExceptOnCreate']);
      return begun(cloudformation.rollback(stackIn(ports, tree, caller)));
    },
    async ContinueUpdateRollback({ tree }, caller) {
      refuseUnknown('ContinueUpdateRollback', tree, ['StackName', 'RoleARN', 'ClientRequestToken', 'ResourcesToSkip', 'ForceRollback']);
      const stack = stackIn(ports, tree, caller);
      const open = stack.unfinished;
      const failed = isTrue(tree['ForceRollback']) && open !== undefined ? [...open.journal.keys()].filter((logicalId) => !open.restored.has(logicalId) && open.journal.get(logicalId)?.kind !== 'created') : [];
      begun(cloudformation.continueRollback(stack, new Set([...textsOf(tree['ResourcesToSkip']), ...failed])));
      return {};
    },
    async CancelUpdateStack({ tree }, caller) {
      refuseUnknown('CancelUpdateStack', tree, ['StackName', 'ClientRequestToken']);
      cloudformation.cancelUpdate(stackIn(ports, tree, caller));
      return {};
    },
    async SetStackPolicy({ tree }, caller) {
      refuseUnknown('SetStackPolicy', tree, ['StackName', 'StackPolicyBody']);
      const [stack, text] = [stackIn(ports, tree, caller), textOf(tree['StackPolicyBody']) ?? invalid('the region takes a stack policy by StackPolicyBody')];
      readStackPolicy(text);
      stack.policy = text;
      return {};
    },
    async UpdateTerminationProtection({ tree }, caller) {
      refuseUnknown('UpdateTerminationProtection', tree, ['StackName', 'EnableTerminationProtection']);
      const stack = stackIn(ports, tree, caller);
      if (stack.status === 'DELETE_IN_PROGRESS' || stack.status === 'DELETE_COMPLETE') return invalid(`Enabling or disabling termination protection is not allowed on a stack in ${stack.status} state`);
      stack.terminationProtection = isTrue(tree['EnableTerminationProtection']);
      return { StackId: stack.id };
    },
    async DescribeEvents({ tree }, caller) {
      refuseUnknown('DescribeEvents', tree, ['StackName', 'ChangeSetName', 'OperationId', 'Filters', 'NextToken']);
      if (textOf(tree['StackName']) !== undefined) stackIn(ports, tree, caller);
      // A template is judged before there is anything that could have events of its own.
      return { OperationEvents: [] };
    },
  };
}

/** Change sets of a stack that was changed otherwise say nothing true any more. */
export function obsolete({ cloudformation }: ApiPorts, stack: Stack): void {
  for (const changeSet of cloudformation.changeSets.values()) if (changeSet.stack === stack && changeSet.state.at === 'available') changeSet.state = { at: 'obsolete' };
}

/** Whoever has begun it hears at once; a mistake of the region ends the stack's operation where it is. */
export function begun({ stack, ended }: Begun): object {
  void ended.catch((thrown: unknown) => {
    if (isBusy(stack)) stack.status = stack.status.startsWith('DELETE') ? 'DELETE_FAILED' : stack.stable ? 'UPDATE_ROLLBACK_FAILED' : 'ROLLBACK_FAILED';
    stack.statusReason = `the region failed: ${reasonOf(thrown)}`;
  });
  return { StackId: stack.id };
}

