/** A cloud assembly: what `cdk synth` leaves in `cdk.out`. */
export interface Assembly {
  readonly directory: string;
  /** Every stack comes after those it depends on. */
  readonly stacks: readonly AssemblyStack[];
}

export interface AssemblyStack {
  /** The id in the assembly, such as `production-Api`. */
  readonly id: string;
  readonly stackName: string;
  readonly account: string;
  readonly region: string;
  readonly template: AssemblyTemplate;
  readonly dependencies: readonly string[];
  readonly files: readonly FileAsset[];
}

/** A template as JSON; what is in it is for CloudFormation to judge. */
export interface AssemblyTemplate {
  readonly Metadata?: Readonly<Record<string, unknown>>;
  readonly Resources: Readonly<Record<string, TemplateResource>>;
  readonly [section: string]: unknown;
}

export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly Metadata?: Readonly<Record<string, unknown>>;
}

/** A file or directory that is uploaded before the stack is deployed. */
export interface FileAsset {
  readonly path: string;
  readonly bucket: string;
  readonly key: string;
}

/** What this project's stacks say about themselves, in their template's metadata. */
export interface StackLabel {
  readonly stage: string;
  readonly tier: string;
  readonly axis: 'topology' | 'release';
  /** Customers' requests per second at the stage's peak; only on the stack of a service. */
  readonly expectedPeak: number | undefined;
  /** From how many milliseconds on an answer to a customer is slow. */
  readonly slowAnswerMs: number | undefined;
  readonly domain: string | undefined;
}

export function labelOf({ template }: Pick<AssemblyStack, 'template'>): StackLabel | undefined {
  const label = template.Metadata?.['changeover:stack'] as Readonly<Record<string, unknown>> | undefined;
  if (label === undefined) return undefined;
  const { stage, tier, axis, expectedPeak, slowAnswerMs, domain } = label;
  return {
    stage: String(stage), tier: String(tier), axis: axis === 'release' ? 'release' : 'topology',
    expectedPeak: typeof expectedPeak === 'number' ? expectedPeak : undefined, slowAnswerMs: typeof slowAnswerMs === 'number' ? slowAnswerMs : undefined,
    domain: typeof domain === 'string' ? domain : undefined,
  };
}
