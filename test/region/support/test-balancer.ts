import { join } from 'node:path';
import { bundlePrograms } from '../../../lib/edge/processes/bundle-programs';
import type { Opened } from '../../../lib/edge/processes/opened';
import { createRunDirectory } from '../../../lib/edge/processes/run-directory';
import { startProcess, type RunningProcess } from '../../../lib/edge/processes/start-process';
import { startWatchdog } from '../../../lib/edge/processes/watchdog';
import type { Action, Configuration, FromBalancer, HealthCheck, HttpConfiguration, RuleConfiguration, Served, TargetConfiguration } from '../../../lib/region/elbv2/balancer/messages';
import { startLastingBalancer } from '../../../lib/region/elbv2/lasting-balancer';

export const SEED = 7;

/** The balancer's process with one HTTP listener, and all that it tells. */
export interface TestBalancer {
  /** The one that serves now: when it ends, another one follows. */
  readonly process: RunningProcess;
  readonly changes: Extract<FromBalancer, { kind: 'health' | 'drained' }>[];
  readonly served: Served[];
  configure(configuration: Configuration): Promise<Readonly<Record<string, number>>>;
  /** Puts a listener with the action and the groups in force; answers its port. */
  serve(action: Action, groups?: Readonly<Record<string, readonly TargetConfiguration[]>>, more?: Partial<Wanted>): Promise<number>;
}

interface Wanted {
  readonly rules: readonly RuleConfiguration[];
  readonly http: Partial<HttpConfiguration>;
  readonly health: Partial<HealthCheck>;
}

export const HEALTH: HealthCheck = { path: '/healthz', intervalMs: 60, timeoutMs: 50, healthyThreshold: 2, unhealthyThreshold: 2, matcher: '200' };

export async function startTestBalancer(opened: Opened, nodes = 1): Promise<TestBalancer> {
  const run = opened.add(await createRunDirectory());
  const watchdog = opened.add(startWatchdog(run.path));
  const { balancer } = await bundlePrograms({ balancer: join(__dirname, '../../../lib/region/elbv2/balancer/main.ts') }, run.path);
  const changes: TestBalancer['changes'] = [];
  const served: Served[] = [];
  const processes: RunningProcess[] = [];
  const plane = await startLastingBalancer({
    seed: SEED, nodes, onChange: (message) => changes.push(message), onServed: (more) => served.push(...more),
    start: async (onMessage) => {
      const started = await startProcess({ command: process.execPath, args: [balancer], environment: {}, directory: run.path, output: 'pipe', endedBy: 'TERM', onMessage, watchdog });
      processes.push(started);
      return started;
    },
  }, (cause) => { throw cause; });
  opened.atTheEnd(() => plane.end());
  return {
    get process() {
      return processes.at(-1) as RunningProcess;
    },
    changes, served,
    configure: (configuration) => plane.configure(configuration),
    async serve(action, groups = {}, { rules = [], http = {}, health = {} } = {}) {
      const ports = await plane.configure({
        listeners: [{
          arn: 'listener', loadBalancerArn: 'balancer', port: 80, tls: undefined,
          http: { idleMs: 60_000, dropsInvalidHeaders: false, forwardedFor: 'append', ...http },
          rules: [...rules, { paths: undefined, hosts: undefined, action }],
        }],
        groups: Object.entries(groups).map(([arn, targets]) => ({ arn, targets, health: { ...HEALTH, ...health } })),
      });
      return ports['listener'] ?? 0;
    },
  };
}

export const to = (...weights: readonly (readonly [string, number])[]): Action => ({ kind: 'forward', groups: weights.map(([arn, weight]) => ({ arn, weight })) });
export const at = (port: number, draining = false): TargetConfiguration => ({ id: `target-${port}`, port, draining });
