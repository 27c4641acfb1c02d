import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { signingAlias } from '../core/ledger/names';
import type { Signer } from '../core/ledger/fact';
import { rolesNamed } from './principals';

export interface SigningKeyProps {
  readonly stage: string;
  readonly signer: Signer;
  /** The names of the roles that may sign; their own policies have to say so too. */
  readonly signers: readonly string[];
  /** Other accounts that may verify what was signed. */
  readonly readers: readonly string[];
}

/** What is no secret: whether a signature is right. */
const reading = ['kms:DescribeKey', 'kms:GetPublicKey', 'kms:Verify'];

/**
 * The account looks after the key, and may not sign with it, nor let anybody sign by a grant. Deleting it is there for a stack whose
 * creation failed.
 */
const caring = [
  'kms:CreateAlias', 'kms:UpdateAlias', 'kms:DeleteAlias', 'kms:EnableKey', 'kms:DisableKey', 'kms:GetKeyPolicy', 'kms:PutKeyPolicy', 'kms:GetKeyRotationStatus', 'kms:ListKeyPolicies',
  'kms:ListResourceTags', 'kms:TagResource', 'kms:UntagResource', 'kms:UpdateKeyDescription', 'kms:ListGrants', 'kms:RevokeGrant', 'kms:ScheduleKeyDeletion', 'kms:CancelKeyDeletion',
];

/** A key that vouches for entries of a stage's ledger. */
export class SigningKey extends Construct {
  readonly key: kms.Key;

  constructor(scope: Construct, id: string, { stage, signer, signers, readers }: SigningKeyProps) {
    super(scope, id);
    const { account } = Stack.of(this);
    const allow = (sid: string, principal: iam.IPrincipal, actions: string[], conditions?: Record<string, object>): iam.PolicyStatement =>
      new iam.PolicyStatement({ sid, principals: [principal], actions, resources: ['*'], ...(conditions && { conditions }) });
    this.key = new kms.Key(this, 'Key', {
      alias: signingAlias(stage, signer),
      description: `Vouches for entries of the ledger of ${stage}: ${signer}`,
      keySpec: kms.KeySpec.ECC_NIST_P256,
      keyUsage: kms.KeyUsage.SIGN_VERIFY,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
      policy: new iam.PolicyDocument({
        statements: [
          allow('Sign', rolesNamed({ account, names: signers }), ['kms:Sign'], { StringEquals: { 'kms:SigningAlgorithm': 'ECDSA_SHA_256' } }),
          allow('Read', new iam.AccountPrincipal(account), reading),
          ...readers.map((reader) => allow(`ReadFrom${reader}`, new iam.AccountPrincipal(reader), reading)),
          allow('Care', new iam.AccountPrincipal(account), caring),
        ],
      }),
    });
  }
}

/** The key behind an alias: its id is chosen when it is made, so a policy names all keys of an account and asks for the alias that is used. */
export interface KeyByAlias {
  readonly stage: string;
  readonly signer: Signer;
  readonly account: string;
  readonly region: string;
}

/** Lets a role vouch with a key of its stage, and check by itself what was signed before: only by the key's alias. */
export const mayVouch = (role: iam.IRole, key: KeyByAlias): void => allowByAlias(role, key, ['kms:Sign', 'kms:GetPublicKey']);

/** Lets a role check by itself what a key has signed: only by the alias, or its ARN where the key is another account's. */
export const mayCheck = (role: iam.IRole, key: KeyByAlias): void => allowByAlias(role, key, ['kms:GetPublicKey']);

export const keysOf = ({ account, region }: Pick<KeyByAlias, 'account' | 'region'>): string => `arn:aws:kms:${region}:${account}:key/*`;

function allowByAlias(role: iam.IRole, { stage, signer, account, region }: KeyByAlias, actions: string[]): void {
  role.addToPrincipalPolicy(new iam.PolicyStatement({ actions, resources: [keysOf({ account, region })], conditions: { StringEquals: { 'kms:RequestAlias': signingAlias(stage, signer) } } }));
}
