import { Fn, Validations } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';

export interface TierSecurityGroupsProps {
  readonly vpc: ec2.IVpc;
  /** The only sources from which test listeners are reached. */
  readonly natAddresses: readonly ec2.CfnEIP[];
}

/** The port on which workloads serve. */
export const applicationPort = 8080;
/** The port of the listener that leads to green while it is being tested. */
export const testPort = 8443;
/** RDS Proxy offers no other, so the instances have the same. */
export const databasePort = 5432;

/** The groups of one tier that customers reach. */
export interface ServiceGroups {
  readonly loadBalancer: ec2.SecurityGroup;
  /** Its tasks, and those that work for them. */
  readonly tasks: ec2.SecurityGroup;
  /** Functions that prove its releases. */
  readonly hooks: ec2.SecurityGroup;
}

/**
 * Who may speak with whom, in one place.
 *
 * All groups and rules of all tiers are here: a rule between two stacks would make each depend on the other. Stacks that use a
 * group import it as one that cannot be changed. Between the tiers there is no way at all: neither can call the other but as a
 * customer, over the internet.
 */
export class TierSecurityGroups extends Construct {
  readonly api: ServiceGroups;
  readonly auxiliary: ServiceGroups;
  readonly databaseBootstrap: ec2.SecurityGroup;
  readonly databaseRotation: ec2.SecurityGroup;
  readonly databaseProxy: ec2.SecurityGroup;
  readonly databasePrimary: ec2.SecurityGroup;
  readonly databaseReplica: ec2.SecurityGroup;

  constructor(scope: Construct, id: string, private readonly props: TierSecurityGroupsProps) {
    super(scope, id);
    const group = (name: string, description: string): ec2.SecurityGroup =>
      new ec2.SecurityGroup(this, name, { vpc: props.vpc, description, allowAllOutbound: false });
    this.api = {
      loadBalancer: group('LoadBalancer', 'Public load balancer of the API'),
      tasks: group('Api', 'Tasks of the API'),
      hooks: group('Hooks', 'Functions that prove a release before traffic'),
    };
    this.auxiliary = {
      loadBalancer: group('AuxiliaryLoadBalancer', 'Public load balancer of the auxiliary tier'),
      tasks: group('Auxiliary', 'Tasks and workers of the auxiliary tier'),
      hooks: group('AuxiliaryHooks', 'Functions that prove an auxiliary release before traffic'),
    };
    this.databaseBootstrap = group('DatabaseBootstrap', 'Function that makes database roles');
    this.databaseRotation = group('DatabaseRotation', 'Function that rotates the master password');
    this.databaseProxy = group('DatabaseProxy', 'Proxy in front of the primary');
    this.databasePrimary = group('DatabasePrimary', 'Primary database instance');
    this.databaseReplica = group('DatabaseReplica', 'Read replicas');

    for (const tier of [this.api, this.auxiliary]) {
      this.customersReach(tier);
      this.hooksReachGreenOf(tier);
    }
    this.tiersReachTheirDatabase();
    for (const caller of [
      this.api.tasks, this.api.hooks, this.auxiliary.tasks, this.auxiliary.hooks, this.databaseBootstrap, this.databaseRotation,
    ]) {
      caller.addEgressRule(ec2.Peer.anyIpv4(), ec2.Port.tcp(443), 'AWS APIs');
    }
  }

  private customersReach({ loadBalancer, tasks }: ServiceGroups): void {
    for (const [port, why] of [[80, 'HTTP, which is redirected'], [443, 'Customers']] as const) {
      loadBalancer.addIngressRule(ec2.Peer.anyIpv4(), ec2.Port.tcp(port), why);
    }
    Validations.of(loadBalancer).acknowledge({
      id: 'AwsSolutions-EC23',
      reason: 'Tills in any network are the customers; only the two public ports are open',
    });
    this.allow(loadBalancer, tasks, applicationPort, 'Requests and health checks');
  }

  /**
   * The load balancer faces the internet, so its name resolves to public addresses inside the VPC as well, and what calls it comes
   * from a NAT gateway's address: a rule that names the hooks' group would never match.
   */
  private hooksReachGreenOf({ loadBalancer, hooks }: ServiceGroups): void {
    this.props.natAddresses.forEach((address, index) => {
      const source = ec2.Peer.ipv4(Fn.join('', [address.ref, '/32']));
      loadBalancer.addIngressRule(source, ec2.Port.tcp(testPort), `Hooks through NAT gateway ${index + 1}`);
    });
    hooks.addEgressRule(ec2.Peer.anyIpv4(), ec2.Port.tcp(testPort), 'Test listener by its public address');
  }

  private tiersReachTheirDatabase(): void {
    const { tasks, hooks } = this.api;
    this.allow(tasks, this.databaseProxy, databasePort, 'Writes');
    this.allow(tasks, this.databaseReplica, databasePort, 'Reads');
    this.allow(tasks, this.databasePrimary, databasePort, 'Migrations, which run in the same group; only their role may connect');
    this.allow(this.auxiliary.tasks, this.databaseReplica, databasePort, 'Statistics');
    this.allow(this.databaseProxy, this.databasePrimary, databasePort, 'Pooled connections');
    this.allow(hooks, this.databasePrimary, databasePort, 'Proof of where a write went');
    this.allow(this.databaseBootstrap, this.databasePrimary, databasePort, 'Roles and grants');
    this.allow(this.databaseRotation, this.databasePrimary, databasePort, 'New master password');
  }

  private allow(from: ec2.SecurityGroup, to: ec2.SecurityGroup, port: number, why: string): void {
    from.addEgressRule(to, ec2.Port.tcp(port), why);
    to.addIngressRule(from, ec2.Port.tcp(port), why);
  }
}
