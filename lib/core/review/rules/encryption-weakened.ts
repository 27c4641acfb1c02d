import { isEnd } from '../change';
import { everyChange, everyPlace, isLost, isSwitchedOff, together } from '../see';

/** Something that was encrypted, or asked for it, and is or does no longer; a key that is another. */
export const encryptionWeakened = together(
  everyPlace(/./, (place) => /(^|\.)(StorageEncrypted|RequireTLS|SqsManagedSseEnabled|SSEEnabled|EnableKeyRotation|StorageEncryption|EncryptionInTransit)$/.test(place.path) && isSwitchedOff(place)),
  everyPlace(/./, (place) => /(^|\.)(KmsKeyId|KmsMasterKeyId|KMSMasterKeyId|KMSMasterKeyID|KmsKeyArn|PerformanceInsightsKMSKeyId|KMSKeyId)$/.test(place.path) && isLost(place)),
  everyPlace(/./, (place) => /(^|\.)(SSESpecification|BucketEncryption|EncryptionConfiguration|ServerSideEncryptionConfiguration)(\.|\[|$)/.test(place.path) && isLost(place)),
  everyPlace(/^AWS::KMS::Alias$/, isLost),
  everyChange(/^AWS::KMS::Alias$/, (change) => (isEnd(change) ? 'the key is known by this name no more' : undefined)),
  everyPlace(/^AWS::KMS::Key$/, ({ path }) => /^(KeySpec|KeyUsage|Enabled|MultiRegion|PendingWindowInDays|Origin)/.test(path)),
  everyPlace(/^AWS::ElasticLoadBalancingV2::Listener$/, ({ path }) => /^(SslPolicy|Protocol|Certificates|MutualAuthentication)/.test(path)),
  everyPlace(/^AWS::ElasticLoadBalancingV2::LoadBalancer$/, ({ path }) => /drop_invalid_header_fields|desync_mitigation|tls_/.test(path)),
  everyPlace(/ParameterGroup$/, ({ path }) => /^Parameters\.(rds\.force_ssl|ssl.*|require_secure_transport|password_encryption|rds\.accepted_password_auth_method)$/.test(path)),
);
