/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetHealth.html */
export type TargetState = 'initial' | 'healthy' | 'unhealthy' | 'draining';

/** A target as the balancer's nodes see it. */
export class RegisteredTarget {
  private draining = false;
  private readonly opinions = new Map<number, { readonly healthy: boolean; readonly reason: string }>();

  /** @param port where it listens on this machine */
  constructor(readonly id: string, readonly port: number, private readonly nodes: number) {}

  /** Healthy is what every node finds healthy; one node that does not is enough for the contrary. */
  get state(): TargetState {
    if (this.draining) return 'draining';
    const opinions = [...this.opinions.values()];
    if (opinions.some(({ healthy }) => !healthy)) return 'unhealthy';
    return opinions.length === this.nodes ? 'healthy' : 'initial';
  }

  get reason(): string {
    switch (this.state) {
      case 'draining': return 'Target deregistration is in progress';
      case 'initial': return 'Target registration is in progress';
      case 'healthy': return '';
      case 'unhealthy': return [...this.opinions.values()].find(({ healthy }) => !healthy)?.reason ?? '';
    }
  }

  /** Whether one node would send it requests for its health. */
  isHealthyFor(node: number): boolean {
    return !this.draining && this.opinions.get(node)?.healthy === true;
  }

  isUnhealthyFor(node: number): boolean {
    return !this.draining && this.opinions.get(node)?.healthy === false;
  }

  judge(node: number, healthy: boolean, reason: string): void {
    this.opinions.set(node, { healthy, reason });
  }

  drain(): void {
    this.draining = true;
  }
}
