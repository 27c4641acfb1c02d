import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020';
import { runCli } from '../../../lib/cli/run';

export interface Answer {
  readonly exitCode: number;
  readonly out: string;
  readonly err: string;
}

export interface Here {
  readonly project?: string;
  /** Of whoever watches. @default - nobody watches */
  readonly answer?: string;
  /** Of the terminal. @default 200 */
  readonly width?: number;
}

/** A command in this process: what it says and how it ends. */
export async function runHere(args: readonly string[], { project = '.', answer, width = 200 }: Here = {}): Promise<Answer> {
  const [out, err]: [string[], string[]] = [[], []];
  const exitCode = await runCli(args, project, {
    out: (text) => void out.push(text), err: (text) => void err.push(text), width, interactive: answer !== undefined, ask: async () => answer ?? '',
    environment: process.env, signal: new AbortController().signal, atInterrupt: () => undefined,
  });
  return { exitCode, out: out.join(''), err: err.join('') };
}

/** What the schema of an answer finds wrong with it. @param name such as `releases` for `lib/cli/releases.schema.json` */
export function bySchema(name: string): (answer: Answer) => unknown {
  const schema = JSON.parse(readFileSync(resolve(__dirname, `../../../lib/cli/${name}.schema.json`), 'utf8')) as object;
  const validate: ValidateFunction = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true }).compile(schema);
  return ({ out }) => (validate(JSON.parse(out)) ? [] : validate.errors);
}
