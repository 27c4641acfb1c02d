import type { Identity } from './identity';

/** What the sources of an identity say, each of which is written by somebody else. */
export interface Claims {
  /** Written into the task definition, or, by a careless build, into the bundle. */
  readonly settings: Identity;
  /** What ECS says about the task. */
  readonly taskAccount: string;
  /** The row that was written into each database when its stage was made, under the name of the connection. */
  readonly databases: Readonly<Record<string, Identity>>;
}

/** Every way in which the sources contradict the settings; empty when all agree. */
export function disagreements({ settings, taskAccount, databases }: Claims): readonly string[] {
  return [
    ...(taskAccount === settings.account ? [] : [`ACCOUNT is ${settings.account}, but the task runs in ${taskAccount}`]),
    ...Object.entries(databases).flatMap(([connection, { stage, account }]) => [
      ...(stage === settings.stage ? [] : [`STAGE is ${settings.stage}, but the ${connection}'s database is of ${stage}`]),
      ...(account === settings.account ? [] : [`ACCOUNT is ${settings.account}, but the ${connection}'s database is of ${account}`]),
    ]),
  ];
}
