import { at, listed, type Resource } from '../template/template';

/** Where types keep the policy that says who may use them. */
export const resourcePolicies: Readonly<Record<string, string>> = {
  'AWS::SQS::QueuePolicy': 'PolicyDocument', 'AWS::SNS::TopicPolicy': 'PolicyDocument', 'AWS::S3::BucketPolicy': 'PolicyDocument', 'AWS::KMS::Key': 'KeyPolicy',
  'AWS::SecretsManager::ResourcePolicy': 'ResourcePolicy', 'AWS::ECR::Repository': 'RepositoryPolicyText', 'AWS::EC2::VPCEndpoint': 'PolicyDocument', 'AWS::Logs::ResourcePolicy': 'PolicyDocument',
  'AWS::DynamoDB::Table': 'ResourcePolicy.PolicyDocument',
};

/** Types with policies for whoever has them. */
export const identityTypes = /^AWS::IAM::(Policy|ManagedPolicy|Role|User|Group|RolePolicy|UserPolicy|GroupPolicy)$/;

/** Policies for whoever has them: of a policy, or those inside a role. */
export function identityPoliciesOf(resource: Resource | undefined): readonly unknown[] {
  const inline = listed(at(resource, 'Properties.Policies')).map((policy) => at(policy, 'PolicyDocument'));
  return [at(resource, 'Properties.PolicyDocument'), ...inline].filter((document) => document !== undefined);
}

/** Every policy of a resource: whom it trusts, what it allows, who may use it. */
export function documentsOf(resource: Resource | undefined): readonly unknown[] {
  const kept = resource && resourcePolicies[resource.Type];
  const own = kept === undefined ? [] : [at(resource, `Properties.${kept}`)];
  const identity = resource !== undefined && identityTypes.test(resource.Type) ? [...identityPoliciesOf(resource), at(resource, 'Properties.AssumeRolePolicyDocument')] : [];
  return [...own, ...identity].filter((document) => document !== undefined);
}
