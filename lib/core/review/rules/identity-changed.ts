import { isEnd } from '../change';
import { everyChange, everyPlace, isLost, together } from '../see';

/** Whose tokens an account believes, and the names by which policies elsewhere know a role or a boundary. */
export const identityChanged = together(
  everyChange(/^AWS::IAM::(OIDC|SAML)Provider$/, (change) => (isEnd(change) ? 'nobody who comes from this provider can sign in any more' : change.fate === 'added' ? 'tokens of this provider are believed' : undefined)),
  everyPlace(/^AWS::IAM::(OIDC|SAML)Provider$/, ({ path }) => !path.startsWith('Tags')),
  everyPlace(/^AWS::IAM::(Role|ManagedPolicy)$/, (place) => /^(RoleName|ManagedPolicyName|Path)$/.test(place.path) && isLost(place)),
);
