import type { RunningProcess } from '../edge/processes/start-process';
import { startProcess } from '../edge/processes/start-process';
import type { Watchdog } from '../edge/processes/watchdog';
import type { Programs } from './programs';

/** What every process of the region shares. */
export interface SandboxPorts {
  readonly watchdog: Watchdog;
  readonly programs: Programs;
  /** The file with names and real ports. */
  readonly network: string;
  /** The file with the root certificate of the region. */
  readonly rootCertificate: string;
  readonly endpointUrl: () => string;
  /** A directory that any process may stand in. */
  readonly directory: string;
}

export interface SandboxedProcess {
  readonly command: string;
  readonly args: readonly string[];
  readonly directory: string;
  readonly region: string;
  readonly environment: Readonly<Record<string, string>>;
  /** The file with what its network interfaces reach; left out: everything. */
  readonly network?: string;
  /** The ports that its container declares. */
  readonly containerPorts?: readonly number[];
  readonly onMessage: (message: unknown) => void;
}

/**
 * Starts processes of the region: they see the region's endpoint, its names and its certificate authority, and nothing of
 * the environment of whoever started the region.
 */
export function sandbox(ports: SandboxPorts): (started: SandboxedProcess) => Promise<RunningProcess> {
  return async ({ command, args, directory, region, environment, network = ports.network, containerPorts = [], onMessage }) => {
    const child = await startProcess({
      command, args, directory, onMessage, watchdog: ports.watchdog, output: 'pipe', endedBy: 'TERM',
      environment: {
        PATH: process.env['PATH'] ?? '/usr/local/bin:/usr/bin:/bin', HOME: ports.directory, TMPDIR: ports.directory, TZ: 'UTC', AWS_REGION: region, AWS_DEFAULT_REGION: region,
        ...environment,
        // The platform that runs here is the emulated one; what its SDK thinks of this machine's Node.js belongs in nobody's log.
        AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
        AWS_ENDPOINT_URL: ports.endpointUrl(), NODE_EXTRA_CA_CERTS: ports.rootCertificate, CHANGEOVER_NETWORK: network, CHANGEOVER_CONTAINER_PORTS: containerPorts.join(','),
        NODE_OPTIONS: `${environment['NODE_OPTIONS'] ?? ''} --require ${JSON.stringify(ports.programs.processInterface)}`.trim(),
      },
    });
    // A container ends with its first process: whatever that one has started goes with it.
    void child.ended.then(() => endGroup(child.pid));
    return child;
  };
}

function endGroup(leader: number): void {
  try {
    process.kill(-leader, 'SIGKILL');
  } catch { /* nobody was left */ }
}
