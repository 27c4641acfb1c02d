import type { Time } from '../time';

/**
 * The account that the task really runs in, as ECS says and no variable can change.
 *
 * Asks https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-metadata-endpoint-v4-fargate.html a few times,
 * since the endpoint can be slow while a task starts.
 *
 * @throws when it gives no usable answer
 */
export async function taskAccount(metadataUri: string, time: Time): Promise<string> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await ask(metadataUri, time);
    } catch (cause) {
      if (tries === 5) throw new Error(`the task's account is unknown: ${metadataUri}/task gave no answer`, { cause });
      await time.sleep(200 * tries);
    }
  }
}

async function ask(metadataUri: string, time: Time): Promise<string> {
  const response = await fetch(`${metadataUri}/task`, { signal: time.limit(2_000) });
  if (!response.ok) throw new Error(`status ${response.status}`);
  const { TaskARN: arn } = (await response.json()) as { readonly TaskARN?: unknown };
  const account = typeof arn === 'string' ? /^arn:[^:]+:ecs:[^:]+:(\d{12}):task\//.exec(arn)?.[1] : undefined;
  if (account === undefined) throw new Error(`TaskARN must be the ARN of a task, got ${JSON.stringify(arn) ?? 'nothing'}`);
  return account;
}
