import type { Created, ResourceProvider } from '../cloudformation/provider';
import { refuseOthers, textOf, textsOf } from '../fields';
import { arnOf, type Place } from '../place';
import { ServiceError } from '../service-error';

/** An issuer of tokens that an account believes. */
export interface IdentityProvider {
  readonly arn: string;
  readonly account: string;
  /** As tokens name their issuer, such as `https://token.actions.githubusercontent.com`. */
  readonly url: string;
  /** Audiences of which one has to be in a token. */
  readonly audiences: readonly string[];
}

/** The identity providers of OpenID Connect: an account has one for each issuer. */
export class IdentityProviders {
  private readonly all = new Map<string, IdentityProvider>();

  of(account: string, issuer: string): IdentityProvider | undefined {
    return [...this.all.values()].find((one) => one.account === account && one.url === issuer);
  }

  put(provider: IdentityProvider): void {
    this.all.set(provider.arn, provider);
  }

  has(arn: string): boolean {
    return this.all.has(arn);
  }

  remove(arn: string): void {
    this.all.delete(arn);
  }
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-oidcprovider.html */
export function identityProviderResource(providers: IdentityProviders): ResourceProvider {
  const read = (place: Place, properties: Readonly<Record<string, unknown>>): IdentityProvider => {
    // AWS checks the certificate of an issuer by its own authorities: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html
    refuseOthers('AWS::IAM::OIDCProvider', properties, { served: ['Url', 'ClientIdList'], withoutEffect: ['ThumbprintList', 'Tags'] });
    const url = textOf(properties['Url']) ?? '';
    if (!/^https:\/\/[a-z0-9.-]+(\/\S*)?$/.test(url)) throw new ServiceError('ValidationError', `Invalid Open ID Connect Provider URL: it must begin with https://, got ${JSON.stringify(url)}`);
    return { arn: arnOf('iam', { ...place, region: '' }, `oidc-provider/${url.replace('https://', '')}`), account: place.account, url, audiences: textsOf(properties['ClientIdList']) };
  };
  const known = (provider: IdentityProvider): Created => ({ physicalId: provider.arn, attributes: { Arn: provider.arn } });
  return {
    async create({ place, properties }) {
      const provider = read(place, properties);
      if (providers.has(provider.arn)) throw new ServiceError('EntityAlreadyExists', `Provider with url ${provider.url} already exists.`, 409);
      providers.put(provider);
      return known(provider);
    },
    async update({ place, properties }) {
      const provider = read(place, properties);
      providers.put(provider);
      return known(provider);
    },
    async delete(_, { physicalId }) {
      providers.remove(physicalId);
    },
  };
}
