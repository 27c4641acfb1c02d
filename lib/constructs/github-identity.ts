import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';

const issuer = 'token.actions.githubusercontent.com';
/** What AWS's own action asks GitHub for. */
const audience = 'sts.amazonaws.com';

export interface GithubIdentityProps {
  /** As GitHub's tokens name it: `OWNER/NAME`, or with ids. */
  readonly repository: string;
  readonly environment: string;
  /** Whether this stack makes the provider, or the account has it already. */
  readonly identityProvider: 'own' | 'existing';
}

/** GitHub as an identity provider of the account, and the one workflow that is believed. */
export class GithubIdentity extends Construct {
  /** A job of the repository in the environment, both by name: https://docs.github.com/en/actions/reference/security/oidc */
  readonly workflow: iam.IPrincipal;

  constructor(scope: Construct, id: string, { repository, environment, identityProvider }: GithubIdentityProps) {
    super(scope, id);
    this.workflow = new iam.FederatedPrincipal(this.provider(identityProvider), {
      StringEquals: { [`${issuer}:aud`]: audience, [`${issuer}:sub`]: `repo:${repository}:environment:${environment}` },
    }, 'sts:AssumeRoleWithWebIdentity');
  }

  /** An account has one for each issuer, so another stack, or another team, may have made it. */
  private provider(whose: GithubIdentityProps['identityProvider']): string {
    if (whose === 'existing') return `arn:aws:iam::${Stack.of(this).account}:oidc-provider/${issuer}`;
    return new iam.OidcProviderNative(this, 'Provider', {
      url: `https://${issuer}`, clientIds: [audience], removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    }).oidcProviderArn;
  }
}
