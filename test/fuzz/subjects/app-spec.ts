import { stringify } from 'yaml';
import { spell } from '../../../lib/core/checked';
import { appSpec } from '../../../lib/core/release/app-spec';
import { readAppSpec, type AppSpec } from '../../../lib/region/codedeploy/read-app-spec';
import { unclearIn } from '../clear';
import { mutated, mutatedText } from '../mutate';
import { refused, taken, wrong, type Subject } from '../subject';

/** The one that our function writes, as text. */
const good = appSpec({
  taskDefinition: 'arn:aws:ecs:ap-northeast-2:222222222222:task-definition/api:7', containerName: 'api', containerPort: 8080,
  network: { subnets: ['subnet-1', 'subnet-2'], securityGroups: ['sg-1'], assignPublicIp: 'DISABLED' }, hooks: { AfterAllowTestTraffic: 'CodeDeployHook_production-api-probe' },
});

/** AppSpecs as JSON and YAML, spoilt in their structure or as texts. */
export const appSpecs: Subject = {
  name: 'AppSpec',
  once: async (chance) => {
    const done: string[] = [];
    const change = mutated(JSON.parse(good), chance);
    const whole = chance.roll() < 0.5 ? JSON.stringify(change.value) : stringify(change.value);
    const content = chance.roll() < 0.5 ? whole : mutatedText(chance.roll() < 0.5 ? good : whole, chance, done);
    const read = readAppSpec(content);
    if (read.ok) {
      const odd = oddIn(read.value);
      return odd === undefined ? taken : wrong(`it was taken with ${odd}: ${content}`);
    }
    const unclear = unclearIn(read.problems.map(spell));
    return unclear === undefined ? refused : wrong(`${unclear} (of ${content})`);
  },
};

function oddIn({ taskDefinition, containerName, containerPort, network, hooks }: AppSpec): string | undefined {
  if ([taskDefinition, containerName].some((one) => typeof one !== 'string' || one === '')) return 'a name that is none';
  if (!Number.isInteger(containerPort) || containerPort < 1 || containerPort > 65_535) return `the port ${containerPort}`;
  if (network !== undefined && (!['ENABLED', 'DISABLED'].includes(network.assignPublicIp) || [...network.subnets, ...network.securityGroups].some((one) => one === ''))) return `the network ${JSON.stringify(network)}`;
  return Object.values(hooks).every((one) => typeof one === 'string' && one !== '') ? undefined : `the hooks ${JSON.stringify(hooks)}`;
}
