import type { LookPorts } from '../../lambda/deployment/look';
import type { Spoil } from './spoil';
import { Crash, functionGateway, type World } from './function-gateway';

/** The deployment function as Lambda runs it: each invocation by itself, and any of them may be gone in the middle of a call. */
export class Lambda {
  constructor(private readonly world: World, private readonly others: Omit<LookPorts, 'gateway' | 'queue' | 'book'>, private readonly spoil: Spoil) {}

  get secondsPerLook(): number {
    return this.others.settings.limits.secondsPerLook;
  }

  /** @throws Crash, or what the function throws */
  async invoke<T>(work: (ports: LookPorts) => Promise<T>): Promise<T> {
    let crash: (thrown: Crash) => void = () => undefined;
    const gone = new Promise<never>((_, reject) => { crash = reject; });
    gone.catch(() => undefined);
    const ports = this.spoil({ ...functionGateway(this.world, () => crash(new Crash('the function is gone'))), ...this.others });
    return Promise.race([work(ports), gone]);
  }
}
