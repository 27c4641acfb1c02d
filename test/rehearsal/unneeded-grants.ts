/** What the templates of production open although two releases of the API here never need it, and why it stays. */
export const unneeded: readonly { readonly grant: RegExp; readonly why: string }[] = [
  { grant: /Api\/DeploymentPermissionsRoleDefaultPolicy\w+\[\d+\] elasticloadbalancing:ModifyListener$/, why: 'ModifyListener: the default actions are frozen, so the region\'s CodeDeploy only changes rules; AWS\'s is documented to ask for both' },
  { grant: /Api\/ReleasesCodeRoleDefaultPolicy\w+\[\d+\] codedeploy:StopDeployment$/, why: 'stops a deployment that takes longer than CloudFormation waits: none does here' },
  { grant: /Foundation\/AccessLogsBucketPolicy\w+\[\d\] s3:PutObject$/, why: 'no balancer and no bucket writes its access log here' },
  { grant: /Api\/ReleasesCodeRoleDefaultPolicy\w+\[\d+\] codedeploy:UpdateDeploymentGroup$/, why: 'leaves an alarm out of one deployment, for a release that says it fixes what is red: none is here' },
  { grant: /Foundation\/Keys\w+\[0\] kms:\*$/, why: 'hands the key on to the account: without it nobody could ever change the policy of the key' },
  { grant: /Foundation\/KeysData\w+\[1\] kms:\w+\*?$/, why: 'CDK adds it for secrets; the statement before it hands on everything already' },
  { grant: /Network\/\w*Auxiliary/, why: 'the auxiliary tier is rehearsed on its own' },
  { grant: /Network\/GroupsDatabase(Primary|Replica)\w{8}\.SecurityGroupEgress\[0\]$/, why: 'opens nothing: CDK writes it so that the group does not let everything out' },
  { grant: /Network\/GroupsDatabase(Primaryfrom\w+)?Rotation\w*(\.SecurityGroupEgress\[0\])?$/, why: 'nothing rotates here' },
  { grant: /Network\/GroupsLoadBalancer\w{8}\.SecurityGroupIngress\[0\]$/, why: 'customers who still come by HTTP are redirected; those of a rehearsal come by HTTPS' },
  { grant: /Network\/NetworkVpcAllIAMRole/, why: 'flow logs are recorded only' },
];
