import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Overrides } from '../../edge/workload/bundle-entry';

export interface LocalBuild {
  /** Variables with the values that the laptop had, such as STAGE, ACCOUNT, WRITER_HOST: they win over the task's. */
  readonly variables: Readonly<Record<string, string>>;
  /** Where the generated source file goes. */
  readonly directory: string;
  /** Whether the build still compares its identity with that of its surroundings. */
  readonly guarded: boolean;
}

/**
 * Makes a build of services/api as a laptop would make it for the test stage, with that stage's settings inside. Guarded, it
 * refuses to start anywhere else; unguarded, it serves production's customers from the test database.
 */
export async function localBuild({ variables, directory, guarded }: LocalBuild): Promise<Overrides> {
  const file = join(directory, 'environment.ts');
  await writeFile(file, `export const environment = () => ({ ...process.env, ...${JSON.stringify(variables)} });\n`);
  return {
    '../shared/src/environment.ts': file,
    ...(guarded ? {} : { '../shared/src/identity/disagreements.ts': join(__dirname, 'local-build', 'no-disagreements.ts') }),
  };
}
