import { type IStackSynthesizer, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Stage } from '../config/stage';
import type { Tier } from '../config/tier';

/** The key under which a template says what it is, for everything that reads only the assembly. */
export const stackMetadata = 'changeover:stack';

export interface StackIdentity {
  readonly tier: 'delivery' | 'foundation' | 'network' | 'data' | 'api' | 'auxiliary' | 'observability';
  /** Servers or software: what belongs to one of them never changes together with the other. */
  readonly axis: 'topology' | 'release';
}

export const stackName = (stage: string, id: string): string => `${stage}-${id}`;

/** One stack of a stage: in its account and region, over its zones, and saying in its template what it is. */
export abstract class StageStack extends Stack {
  constructor(scope: Construct, id: string, protected readonly stage: Stage, identity: StackIdentity & { readonly description: string; readonly synthesizer?: IStackSynthesizer }) {
    const { description, tier, axis, synthesizer } = identity;
    super(scope, stackName(stage.name, id), {
      env: { account: stage.account, region: stage.region },
      description,
      // A release stack whose first creation failed has to be deleted by the next deployment.
      terminationProtection: axis === 'topology',
      ...(synthesizer && { synthesizer }),
    });
    this.describe(stackMetadata, { stage: stage.name, tier, axis });
  }

  /** The stage's own zones: looking them up would take credentials. */
  override get availabilityZones(): string[] {
    return [...this.stage.zones];
  }

  /** Adds to the metadata at the top of the template. */
  protected describe(key: string, facts: Readonly<Record<string, unknown>>): void {
    const known: Readonly<Record<string, object>> = this.templateOptions.metadata ?? {};
    this.templateOptions.metadata = { ...known, [key]: { ...known[key], ...facts } };
  }

  /** Says what traffic a stack of a service is made for, and what is slow there, to whoever reads only the assembly. */
  protected describeService(service: string, { expectedPeak, slowAnswer, domain }: Tier): void {
    this.describe(stackMetadata, { expectedPeak, slowAnswerMs: slowAnswer, service, domain });
  }

  /** The resources as the template will have them, references to other stacks by the logical ids there. */
  renderedResources(): unknown {
    return (this.resolve(this._toCloudFormation()) as { readonly Resources?: unknown }).Resources;
  }
}
