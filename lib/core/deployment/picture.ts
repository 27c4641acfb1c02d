import type { Color } from './deployment';
import type { EventStatus } from './event-records';
import { lifecycleEvents, type LifecycleEvent } from './lifecycle-event';
import type { DeploymentStatus } from './status';
import type { Moment, Trace } from './trace';

/** What a watcher who saw a trace up to some moment knows. */
export interface Picture {
  /** The shares of production traffic. */
  readonly blue: number;
  readonly green: number;
  readonly test: Color;
  readonly primary: Color;
  readonly greenTaskSet: 'none' | 'steady' | 'gone';
  readonly deployments: ReadonlyMap<string, SeenDeployment>;
}

export interface SeenDeployment {
  readonly rollbackOf: string | undefined;
  readonly status: DeploymentStatus;
  readonly events: Readonly<Record<LifecycleEvent, EventStatus>>;
}

/** One moment of a trace, with the pictures around it. */
export interface Frame {
  readonly before: Picture;
  readonly moment: Moment;
  readonly after: Picture;
}

/** The frames of a trace that starts with blue alone, serving everything. */
export function frames(trace: Trace): readonly Frame[] {
  let before: Picture = { blue: 100, green: 0, test: 'blue', primary: 'blue', greenTaskSet: 'none', deployments: new Map() };
  return trace.map((moment) => {
    const frame = { before, moment, after: see(before, moment) };
    before = frame.after;
    return frame;
  });
}

export const isTerminal = (status: DeploymentStatus): boolean => status === 'Succeeded' || status === 'Failed' || status === 'Stopped';

function see(picture: Picture, { what }: Moment): Picture {
  switch (what.kind) {
    case 'opened':
      return withDeployment(picture, what.deployment, { rollbackOf: what.rollbackOf, status: 'Created', events: allPending });
    case 'status':
      return changed(picture, what.deployment, (seen) => ({ ...seen, status: what.status }));
    case 'lifecycle-event':
      return changed(picture, what.deployment, (seen) => ({ ...seen, events: { ...seen.events, [what.event]: what.status } }));
    case 'production':
      return { ...picture, blue: what.blue, green: what.green };
    case 'test':
      return { ...picture, test: what.to };
    case 'primary':
      return { ...picture, primary: what.is };
    case 'task-set':
      return what.color === 'green' ? { ...picture, greenTaskSet: what.is } : picture;
    case 'verdict':
    case 'alarms-raised':
    case 'continued':
    case 'asked':
      return picture;
  }
}

function changed(picture: Picture, id: string, change: (seen: SeenDeployment) => SeenDeployment): Picture {
  const seen = picture.deployments.get(id);
  return seen === undefined ? picture : withDeployment(picture, id, change(seen));
}

const withDeployment = (picture: Picture, id: string, seen: SeenDeployment): Picture =>
  ({ ...picture, deployments: new Map([...picture.deployments, [id, seen]]) });

const allPending = Object.fromEntries(lifecycleEvents.map((event) => [event, 'Pending'])) as SeenDeployment['events'];
