/**
 * The network interface of one process of the region; loaded with `node --require` before the process's own code.
 *
 * On AWS every task has an address of its own and finds others by name. Here all processes share one loopback address, so
 * this maps names to real ports when the process connects, and gives the process a real port when it listens on a port
 * that its container declares. It imports nothing that the process might replace. See BEHAVIOUR.md.
 */
import { openDoor } from './open-door';
import { redirectConnections } from './redirect-connections';
import { readNames } from './read-names';

const file = process.env['CHANGEOVER_NETWORK'];
const declared = (process.env['CHANGEOVER_CONTAINER_PORTS'] ?? '').split(',').map(Number).filter((port) => port > 0);
const awsPort = Number(/:(\d+)/.exec(process.env['AWS_ENDPOINT_URL'] ?? '')?.[1]);

/** Real ports by the container ports on which this process listens. */
const own = new Map<number, number>();

if (file !== undefined) redirectConnections({ find: readNames(file), ownPort: (port) => own.get(port), awsPort });
if (declared.length > 0) openDoor(declared, own, (message) => void process.send?.(message, () => undefined));
