import { findings, type Finding } from './findings';
import type { Judgement } from './verdict';

/** What runs as green, and what should. */
export interface RunningEvidence {
  /** The ARN of the task definition that the deployment names, and its images by container. */
  readonly wanted: { readonly taskDefinition: string; readonly images: Readonly<Record<string, string>> };
  /** How many tasks green should have. */
  readonly desired: number;
  /** Every task that green's task set has started and that is to run. */
  readonly tasks: readonly RunningTask[];
}

export interface RunningTask {
  readonly id: string;
  readonly taskDefinition: string;
  readonly running: boolean;
  readonly containers: readonly { readonly name: string; readonly image: string; /** As it was pulled; unknown before. */ readonly digest: string | undefined }[];
}

/** Whether green is what the deployment says: every task of it, from the very images that its definition names, and none other. */
export function judgeRunning({ wanted, desired, tasks }: RunningEvidence): Judgement {
  const running = tasks.filter(({ running: runs }) => runs);
  if (running.length === 0) return findings([{ verdict: 'inconclusive', reason: 'no task of green runs' }]);
  return findings([
    ...(running.length < desired ? [{ verdict: 'inconclusive' as const, reason: `${running.length} of ${desired} tasks of green run` }] : []),
    ...tasks.filter(({ taskDefinition }) => taskDefinition !== wanted.taskDefinition)
      .map(({ id, taskDefinition }): Finding => ({ verdict: 'failed', reason: `task ${id} runs ${taskDefinition}, and the deployment names ${wanted.taskDefinition}` })),
    ...Object.entries(wanted.images).flatMap(([name, image]) => ofContainer(name, image, running)),
  ]);
}

function ofContainer(name: string, image: string, tasks: readonly RunningTask[]): readonly Finding[] {
  const wanted = /@(sha256:[0-9a-f]{64})$/.exec(image)?.[1];
  const found = tasks.map(({ id, containers }) => ({ id, container: containers.find((one) => one.name === name) }));
  const digests = [...new Set(found.flatMap(({ container }) => container?.digest ?? []))];
  return [
    ...found.flatMap(({ id, container }): readonly Finding[] => {
      if (container === undefined) return [{ verdict: 'failed', reason: `task ${id} has no container ${name}` }];
      if (container.image !== image) return [{ verdict: 'failed', reason: `${name} of task ${id} runs ${container.image}, and its definition names ${image}` }];
      if (wanted !== undefined && container.digest !== undefined && container.digest !== wanted) return [{ verdict: 'failed', reason: `${name} of task ${id} was pulled as ${container.digest}, and its definition names ${wanted}` }];
      return [];
    }),
    ...(digests.length > 1 && wanted === undefined ? [{ verdict: 'failed' as const, reason: `${name} is not the same image in all tasks: ${digests.join(', ')}` }] : []),
  ];
}
