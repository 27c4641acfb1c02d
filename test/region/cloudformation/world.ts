import { dice } from '../../../lib/core/chance';
import { CloudFormation, type DeployOptions } from '../../../lib/region/cloudformation/engine';
import type { EnginePorts } from '../../../lib/region/cloudformation/prepare';
import type { ResourceProvider } from '../../../lib/region/cloudformation/provider';
import type { Shapes, TypeSpecification } from '../../../lib/region/cloudformation/specification';
import type { Stack } from '../../../lib/region/cloudformation/stack';
import type { ResourceDefinition, Template } from '../../../lib/region/cloudformation/template';
import { identifiers } from '../../../lib/region/identifiers';
import { VirtualClock } from '../../support/virtual-clock';

export const place = { account: '111111111111', region: 'ap-northeast-2' };

export interface Thing {
  readonly logicalId: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** Services of a made-up provider: what there is, what was asked of them, and what they are to fail at. */
export class World {
  readonly clock = new VirtualClock();
  /** By physical id. */
  readonly things = new Map<string, Thing>();
  /** `create A`, `update A`, `delete A-1`, in order. */
  readonly calls: string[] = [];
  /** Calls that fail, as they stand in `calls`. */
  readonly failing = new Set<string>();
  /** Calls that fail the first time only: a service that refuses a change takes the old one back. */
  readonly failingOnce = new Set<string>();
  /** Things that were taken away while another thing was made of them. */
  readonly takenTooEarly: string[] = [];
  private readonly held = new Map<string, Promise<void>>();
  private made = 0;

  /** Lets a call wait until what is returned is called. */
  hold(call: string): () => void {
    let release = (): void => undefined;
    this.held.set(call, new Promise((resolve) => { release = resolve; }));
    return () => release();
  }

  private async called(call: string): Promise<void> {
    this.calls.push(call);
    await this.held.get(call);
    if (this.failingOnce.delete(call) || this.failing.has(call)) throw new Error(`${call} is not possible`);
  }

  readonly provider: ResourceProvider = {
    create: async ({ logicalId, properties }) => {
      await this.called(`create ${logicalId}`);
      this.made += 1;
      const physicalId = `${logicalId}-${this.made}`;
      this.things.set(physicalId, { logicalId, properties });
      return { physicalId, attributes: { Arn: `arn:${physicalId}`, Value: properties['Value'] } };
    },
    update: async ({ logicalId, properties }, { physicalId }) => {
      await this.called(`update ${logicalId}`);
      this.things.set(physicalId, { logicalId, properties });
      return { physicalId, attributes: { Arn: `arn:${physicalId}`, Value: properties['Value'] } };
    },
    delete: async (_, { physicalId }) => {
      await this.called(`delete ${physicalId}`);
      if ([...this.things.values()].some(({ properties }) => JSON.stringify(properties).includes(`"${physicalId}"`))) this.takenTooEarly.push(physicalId);
      this.things.delete(physicalId);
    },
  };
}

const anything = { required: false, shape: { kind: 'anything' } } as const;
const properties: Shapes = { Value: anything, Fixed: anything, Needs: anything, Name: anything, Maybe: anything };

/** Every type `Test::...`: it has a value that can be changed, and a fixed one that only a new thing can have. */
export const testSpecification: TypeSpecification = {
  attributes: new Set(['Arn', 'Value']), primaryIdentifier: ['Name'], reference: ['Id'], properties, createOnly: new Set(['Fixed', 'Name']), mayReplace: new Set(['Maybe']), arnTemplate: undefined,
};

export function openCloudFormation(world: World, ports: Partial<EnginePorts> = {}): CloudFormation {
  return new CloudFormation({
    clock: world.clock, ids: identifiers(dice(1)),
    specification: (type) => (type.startsWith('Test::') ? testSpecification : undefined),
    provider: (type) => (type.startsWith('Test::') ? world.provider : undefined),
    parameter: () => undefined, secret: () => { throw new Error('there are no secrets'); }, zones: (region) => ['a', 'b', 'c'].map((zone) => `${region}${zone}`),
    ...ports,
  });
}

/** A stack of its own in a world of its own. */
export function openStack(ports: Partial<EnginePorts> = {}): { readonly world: World; readonly cloudformation: CloudFormation; readonly deploy: (template: Template, options?: DeployOptions) => Promise<Stack> } {
  const world = new World();
  const cloudformation = openCloudFormation(world, ports);
  return { world, cloudformation, deploy: (template, options) => cloudformation.deploy(place, 'Shop', template, options) };
}

/** A template of resources alone. */
export const resources = (definitions: Readonly<Record<string, Omit<ResourceDefinition, 'Type'> & { readonly Type?: string }>>): Template =>
  ({ Resources: Object.fromEntries(Object.entries(definitions).map(([logicalId, definition]) => [logicalId, { Type: 'Test::Thing', ...definition }])) });

/** What happened to whom, in order, with the reason if one was given. */
export const told = ({ events }: Stack): readonly string[] => events.map(({ logicalId, status, reason }) => `${logicalId} ${status}${reason === undefined ? '' : `: ${reason}`}`);
