import type { LookPorts } from '../../lambda/deployment/look';

/** Makes a deployment function wrong in some way. */
export type Spoil = (ports: LookPorts) => LookPorts;
