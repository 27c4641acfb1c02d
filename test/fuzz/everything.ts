import { handler } from '../../lambda/hooks/probe/handler';
import { dice } from '../../lib/core/chance';
import { startIgnorantAws } from './aws';
import { fuzz, type Fuzzed } from './fuzz';
import { appSpecs } from './subjects/app-spec';
import { databaseRequests, databaseVariables } from './subjects/database-requests';
import { deploymentRequests, deploymentVariables, handOver } from './subjects/deployment-requests';
import { hookAnswers, hookEvents, hookVariables } from './subjects/hook-events';
import { stages } from './subjects/stages';
import { surround } from './surroundings';

export const parts = ['AppSpec', 'stage data', 'hook events', 'deployment', 'database'] as const;
export type Part = (typeof parts)[number];

/** Reads `times` spoilt things of one kind, by what reads them in production. */
export async function fuzzPart(part: Part, times: number, first = 1): Promise<Fuzzed> {
  const chance = dice(first).named(`answers of ${part}`);
  switch (part) {
    case 'AppSpec': return fuzz(appSpecs, times, first);
    case 'stage data': return fuzz(stages, times, first);
    case 'hook events': {
      // What the bundler puts in when the function is built.
      Object.assign(globalThis, { OPERATIONS: '{"operations":[],"proof":""}' });
      await using aws = await startIgnorantAws(hookAnswers(() => chance));
      using around = surround(aws.url, hookVariables);
      return await fuzz(hookEvents(aws, around, handler), times, first);
    }
    case 'deployment': {
      await using aws = await startIgnorantAws(handOver(() => true));
      using around = surround(aws.url, deploymentVariables);
      return await fuzz(deploymentRequests(aws, around), times, first);
    }
    case 'database': {
      await using aws = await startIgnorantAws({});
      using around = surround(aws.url, databaseVariables);
      return await fuzz(databaseRequests(around), times, first);
    }
  }
}
