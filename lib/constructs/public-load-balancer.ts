import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

export interface PublicLoadBalancerProps {
  readonly vpc: ec2.IVpc;
  readonly subnets: ec2.SubnetSelection;
  readonly securityGroup: ec2.ISecurityGroup;
  readonly certificateArn: string;
  readonly testPort: number;
  /** Its policy lets load balancers write below `prefix`. */
  readonly accessLogs: { readonly bucket: IBucket; readonly prefix: string };
}

/**
 * A load balancer for the internet with a production and a test listener.
 *
 * What a listener does by default is a fixed 503, for ever. All traffic goes through rules, because CodeDeploy moves the weights of a
 * rule, and certificates, ports and TLS policies of a listener can then change without CloudFormation writing those weights again.
 */
export class PublicLoadBalancer extends Construct {
  readonly loadBalancer: elbv2.ApplicationLoadBalancer;
  readonly production: elbv2.ApplicationListener;
  /** Shows green before customers see it. */
  readonly test: elbv2.ApplicationListener;

  constructor(scope: Construct, id: string, private readonly props: PublicLoadBalancerProps) {
    super(scope, id);
    this.loadBalancer = new elbv2.ApplicationLoadBalancer(this, 'LoadBalancer', {
      vpc: props.vpc,
      vpcSubnets: props.subnets,
      securityGroup: props.securityGroup,
      internetFacing: true,
      deletionProtection: true,
      dropInvalidHeaderFields: true,
    });
    this.writeAccessLogs();
    this.loadBalancer.addListener('Http', {
      port: 80,
      open: false,
      defaultAction: elbv2.ListenerAction.redirect({ protocol: 'HTTPS', port: '443', permanent: true }),
    });
    this.production = this.listener('Production', 443);
    this.test = this.listener('Test', props.testPort);
    this.hideInternalPaths();
  }

  /** By attribute and not by `logAccessLogs`, which would write the policy into the stack of the bucket. */
  private writeAccessLogs(): void {
    const { bucket, prefix } = this.props.accessLogs;
    this.loadBalancer.setAttribute('access_logs.s3.enabled', 'true');
    this.loadBalancer.setAttribute('access_logs.s3.bucket', bucket.bucketName);
    this.loadBalancer.setAttribute('access_logs.s3.prefix', prefix);
  }

  private listener(id: string, port: number): elbv2.ApplicationListener {
    return this.loadBalancer.addListener(id, {
      port,
      open: false,
      protocol: elbv2.ApplicationProtocol.HTTPS,
      certificates: [elbv2.ListenerCertificate.fromArn(this.props.certificateArn)],
      sslPolicy: elbv2.SslPolicy.RECOMMENDED_TLS,
      defaultAction: elbv2.ListenerAction.fixedResponse(503, {
        contentType: 'application/json',
        messageBody: '{"code":"no-route","message":"nothing is routed here"}',
      }),
    });
  }

  /** Deep readiness and provoked errors are for hooks, which come by the test listener. */
  private hideInternalPaths(): void {
    new elbv2.ApplicationListenerRule(this, 'HideInternalPaths', {
      listener: this.production,
      priority: 1,
      conditions: [elbv2.ListenerCondition.pathPatterns(['/internal/*', '/ready'])],
      action: elbv2.ListenerAction.fixedResponse(404, {
        contentType: 'application/json',
        messageBody: '{"code":"not-found","message":"there is nothing here"}',
      }),
    });
  }
}
