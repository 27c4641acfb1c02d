import { invalid, text } from './arguments';
import type { Settled } from './settle';
import type { Stack, StackOutput } from './stack';

/** The outputs of a template, evaluated. @throws ServiceError `ValidationError` */
export function outputsOf({ outputs }: Settled, evaluate: (value: unknown) => unknown): ReadonlyMap<string, StackOutput> {
  return new Map(Object.entries(outputs).map(([name, { Value, Export }]) => {
    const value = evaluate(Value);
    if (typeof value === 'object') return invalid(`Template format error: Output ${name} is malformed. The Value field of every Outputs member must evaluate to a String.`);
    return [name, { value: text(value), exportName: Export === undefined ? undefined : text(evaluate(Export.Name)) }];
  }));
}

/** What is exported by the stacks of one account and region. */
export class Exports {
  constructor(private readonly stacks: () => readonly Stack[]) {}

  value(name: string): string | undefined {
    return this.holder(name)?.outputs.find(({ exportName }) => exportName === name)?.value;
  }

  /** Why a stack cannot have these outputs instead of its own; nothing when it can. */
  refusal(stack: Stack, outputs: ReadonlyMap<string, StackOutput>): string | undefined {
    const wanted = exportsIn(outputs);
    for (const name of wanted.keys()) {
      const holder = this.holder(name)?.stack;
      if (holder !== undefined && holder !== stack) return `Export with name ${name} is already exported by stack ${holder.name}.`;
    }
    for (const [name, value] of exportsIn(stack.outputs)) {
      const [user] = this.usersOf(name);
      if (user === undefined || wanted.get(name) === value) continue;
      return `Export ${name} cannot be ${wanted.has(name) ? 'updated' : 'deleted'} as it is in use by ${user}`;
    }
    return undefined;
  }

  private usersOf(name: string): readonly string[] {
    return this.stacks().filter(({ imports }) => imports.has(name)).map((stack) => stack.name);
  }

  private holder(name: string): { readonly stack: Stack; readonly outputs: readonly StackOutput[] } | undefined {
    return this.stacks().map((stack) => ({ stack, outputs: [...stack.outputs.values()] })).find(({ outputs }) => outputs.some(({ exportName }) => exportName === name));
  }
}

const exportsIn = (outputs: ReadonlyMap<string, StackOutput>): ReadonlyMap<string, string> =>
  new Map([...outputs.values()].flatMap(({ exportName, value }) => (exportName === undefined ? [] : [[exportName, value] as const])));
