import type { QueryOperation } from '../../endpoint/query-protocol';
import { textOf, textsOf, type Fields } from '../../fields';
import { placeOf } from '../../place';
import { invalid } from '../arguments';
import type { Stack } from '../stack';
import { describeEvents, describeResource, describeStack, summarizeStack } from './describe-stack';
import { PAGE, page } from './page';
import type { ApiPorts } from './ports';
import { refuseUnknown, requireStackName, stackIn, templateTextIn } from './read-input';
import { readTemplateText } from '../template-text';
import { summarizeTemplate } from './template-summary';

/** What can be asked of stacks without changing them. */
export function readingOperations(ports: ApiPorts): Readonly<Record<string, QueryOperation>> {
  const { cloudformation } = ports;
  return {
    async DescribeStacks({ tree }, caller) {
      refuseUnknown('DescribeStacks', tree, ['StackName', 'NextToken']);
      const found = textOf(tree['StackName']) === undefined ? cloudformation.of(placeOf(caller)).filter(({ status }) => status !== 'DELETE_COMPLETE') : [stackIn(ports, tree, caller)];
      return page('Stacks', found.map((stack) => describeStack(ports, stack)), tree);
    },
    async ListStacks({ tree }, caller) {
      refuseUnknown('ListStacks', tree, ['NextToken', 'StackStatusFilter']);
      const wanted = textsOf(tree['StackStatusFilter']);
      const found = cloudformation.of(placeOf(caller)).filter(({ status }) => wanted.length === 0 || wanted.includes(status));
      return page('StackSummaries', found.map((stack) => summarizeStack(ports, stack)), tree);
    },
    async DescribeStackEvents({ tree }, caller) {
      refuseUnknown('DescribeStackEvents', tree, ['StackName', 'NextToken']);
      const name = requireStackName(tree);
      const stack = cloudformation.find(placeOf(caller), name) ?? invalid(`Stack [${name}] does not exist`);
      // Newest first; new ones would shift the pages, so a page begins where the number of its first event says.
      return eventsPage(ports, stack, textOf(tree['NextToken']));
    },
    async DescribeStackResources({ tree }, caller) {
      refuseUnknown('DescribeStackResources', tree, ['StackName', 'LogicalResourceId', 'PhysicalResourceId']);
      const stack = textOf(tree['StackName']) === undefined ? holderOf(ports, String(tree['PhysicalResourceId']), placeOf(caller)) : stackIn(ports, tree, caller);
      const wanted = textOf(tree['LogicalResourceId']);
      const found = [...stack.resources.values()].filter(({ logicalId }) => wanted === undefined || logicalId === wanted);
      return { StackResources: found.map((resource) => describeResource(ports, stack, resource)) };
    },
    async DescribeStackResource({ tree }, caller) {
      refuseUnknown('DescribeStackResource', tree, ['StackName', 'LogicalResourceId']);
      const stack = stackIn(ports, tree, caller);
      const logicalId = String(tree['LogicalResourceId']);
      const found = stack.resources.get(logicalId) ?? invalid(`Resource ${logicalId} does not exist for stack ${stack.name}`);
      const { Timestamp, ...facts } = describeResource(ports, stack, found) as Fields;
      return { StackResourceDetail: { ...facts, LastUpdatedTimestamp: Timestamp, Metadata: JSON.stringify(found.metadata) } };
    },
    async ListStackResources({ tree }, caller) {
      refuseUnknown('ListStackResources', tree, ['StackName', 'NextToken']);
      const stack = stackIn(ports, tree, caller);
      const summaries = [...stack.resources.values()].map((resource) => {
        const { Timestamp, StackName, StackId, ...facts } = describeResource(ports, stack, resource) as Fields;
        void [StackName, StackId];
        return { ...facts, LastUpdatedTimestamp: Timestamp };
      });
      return page('StackResourceSummaries', summaries, tree);
    },
    async GetTemplate({ tree }, caller) {
      refuseUnknown('GetTemplate', tree, ['StackName', 'ChangeSetName', 'TemplateStage']);
      const wanted = textOf(tree['ChangeSetName']);
      const changeSet = wanted === undefined ? undefined : [...cloudformation.changeSets.values()].find(({ id, name, stack }) => id === wanted || (name === wanted && [stack.name, stack.id].includes(String(tree['StackName']))));
      if (wanted !== undefined && changeSet === undefined) return invalid(`ChangeSet [${wanted}] does not exist`);
      const text = changeSet?.order.text ?? stackIn(ports, tree, caller).templateText;
      // No macro is carried out here, so what is processed is what was written.
      return { TemplateBody: text, StagesAvailable: ['Original', 'Processed'] };
    },
    async GetTemplateSummary({ tree }, caller) {
      refuseUnknown('GetTemplateSummary', tree, ['StackName', 'TemplateBody', 'TemplateURL'], ['TemplateSummaryConfig']);
      const text = textOf(tree['StackName']) === undefined ? templateTextIn(ports, tree, undefined) : stackIn(ports, tree, caller).templateText;
      return summarizeTemplate(readTemplateText(text), ports.specification);
    },
    async ValidateTemplate({ tree }) {
      refuseUnknown('ValidateTemplate', tree, ['TemplateBody', 'TemplateURL']);
      const { Parameters, Description, Capabilities, CapabilitiesReason } = summarizeTemplate(readTemplateText(templateTextIn(ports, tree, undefined)), ports.specification);
      return { Parameters: Parameters.map(({ ParameterKey, DefaultValue, NoEcho, Description: about }) => ({ ParameterKey, DefaultValue, NoEcho, Description: about })), Description, Capabilities, CapabilitiesReason };
    },
    async ListExports({ tree }, caller) {
      refuseUnknown('ListExports', tree, ['NextToken']);
      const found = cloudformation.of(placeOf(caller)).flatMap(({ id, status, outputs }) => (status === 'DELETE_COMPLETE' ? [] : [...outputs.values()].flatMap(({ exportName, value }) => (exportName === undefined ? [] : [{ ExportingStackId: id, Name: exportName, Value: value }]))));
      return page('Exports', found, tree);
    },
    async ListImports({ tree }, caller) {
      refuseUnknown('ListImports', tree, ['ExportName', 'NextToken']);
      const name = String(tree['ExportName']);
      const users = cloudformation.of(placeOf(caller)).filter(({ status, imports }) => status !== 'DELETE_COMPLETE' && imports.has(name)).map((stack) => stack.name);
      return users.length === 0 ? invalid(`Export '${name}' is not imported by any stack.`) : page('Imports', users, tree);
    },
    async GetStackPolicy({ tree }, caller) {
      refuseUnknown('GetStackPolicy', tree, ['StackName']);
      return { StackPolicyBody: stackIn(ports, tree, caller).policy };
    },
  };
}

function eventsPage(ports: ApiPorts, stack: Stack, token: string | undefined): object {
  const last = token === undefined ? stack.events.length : Number(Buffer.from(token, 'base64').toString());
  if (!Number.isInteger(last) || last < 0 || last > stack.events.length) return invalid(`The next token ${JSON.stringify(token)} is not valid.`);
  const first = Math.max(0, last - PAGE);
  const shown = describeEvents(ports, stack).slice(first, last).reverse();
  return { StackEvents: shown, NextToken: first === 0 ? undefined : Buffer.from(String(first)).toString('base64') };
}

function holderOf({ cloudformation }: ApiPorts, physicalId: string, place: Parameters<typeof cloudformation.of>[0]): Stack {
  return cloudformation.of(place).find(({ resources }) => [...resources.values()].some((resource) => resource.physicalId === physicalId)) ?? invalid(`Stack for ${physicalId} does not exist`);
}
