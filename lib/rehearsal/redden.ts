import { metricsOf } from '../core/alarm/definition';
import { seconds } from '../core/units';
import type { AssemblyTemplate } from '../edge/assembly/assembly';
import type { Region } from '../region/region';
import { editing } from './editing';
import type { Scenario } from './scenario';
import type { Stand } from './stand';

/** What is wrong already when a release is offered. */
export interface Trouble extends AsyncDisposable {
  /** The release as it is offered then. */
  readonly offer: (template: AssemblyTemplate) => AssemblyTemplate;
}

/** Resolves when the scenario's alarm is red, at once when it has none. */
export async function troubleBefore({ red, fixes }: Scenario, region: Region, stand: Stand): Promise<Trouble> {
  if (red === undefined) return { offer: (template) => template, [Symbol.asyncDispose]: () => Promise.resolve() };
  const reddened = redden(red, region, stand);
  await reddened.red;
  return { offer: (template) => (fixes === true ? fixing(template, reddened.name) : template), [Symbol.asyncDispose]: () => reddened[Symbol.asyncDispose]() };
}

/** An alarm that is red for a reason that has nothing to do with the release. */
interface Reddened extends AsyncDisposable {
  readonly name: string;
  /** Resolves when it is red. */
  readonly red: Promise<void>;
}

const AGAIN = seconds(20);

/** Feeds the alarm with what it fires at, until it is told to stop or the release has all customers, if that ends it. @throws Error when the group has no such alarm */
function redden({ alarm, until }: NonNullable<Scenario['red']>, region: Region, { group }: Stand): Reddened {
  const { clock, alarms, metrics, deployments } = region;
  const name = group.alarms.names.find((one) => one.endsWith(`-${alarm}`));
  const definition = alarms.all().find((one) => one.definition.name === name)?.definition;
  if (name === undefined || definition === undefined) throw new Error(`the deployment group has no alarm ${alarm}`);
  const over = new AbortController();
  const feeding = (async () => {
    while (!over.signal.aborted) {
      for (const metric of metricsOf(definition)) metrics.put(metric, clock.now(), definition.threshold + 1);
      await clock.sleep(AGAIN, over.signal).catch(() => undefined);
    }
  })();
  const shifts = deployments.watch(({ what, group: seen }) => {
    if (until === 'the-release-has-all-customers' && seen === group.id && what.kind === 'production' && what.green === 100) over.abort();
  });
  return {
    name,
    red: new Promise((resolve) => {
      const watch = alarms.watch(({ name: changed, to }) => {
        if (changed !== name || to.state !== 'ALARM') return;
        watch[Symbol.dispose]();
        resolve();
      });
    }),
    async [Symbol.asyncDispose]() {
      over.abort();
      shifts[Symbol.dispose]();
      await feeding;
    },
  };
}

/** The same release, which says that it ends what the alarm is red for. */
const fixing = (template: AssemblyTemplate, alarm: string): AssemblyTemplate =>
  editing(template, 'Custom::EcsBlueGreenDeployment', (properties) => ({ ...properties, Fixes: { Alarms: [alarm], Reason: 'this release ends what the alarm is red for' } }));
