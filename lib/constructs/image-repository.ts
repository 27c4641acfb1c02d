import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import { Construct } from 'constructs';
import { type NamedRoles, rolesNamed } from './principals';

/** Tags of images that may have to run again. */
export const releaseTagPrefix = 'release-';

export interface ImageRepositoryProps {
  readonly name: string;
  /** After how many days an image goes whose tag begins with `ci-`. */
  readonly ciImageDays: number;
  /** Roles of other accounts that may pull: those of the stages that take their releases from this one. */
  readonly pullers: readonly NamedRoles[];
}

/**
 * The images of one service: a tag means one image for ever, each is scanned when it comes, and a release stays.
 *
 * ECR cannot know which image a task definition names, so what goes is only what was never a release. An image with both tags would go
 * too: a release is pushed under its own tag alone.
 */
export class ImageRepository extends Construct {
  readonly repository: ecr.Repository;

  constructor(scope: Construct, id: string, { name, ciImageDays, pullers }: ImageRepositoryProps) {
    super(scope, id);
    this.repository = new ecr.Repository(this, 'Repository', {
      repositoryName: name,
      imageTagMutability: ecr.TagMutability.IMMUTABLE,
      imageScanOnPush: true,
      lifecycleRules: [{ description: 'Builds that were never a release', tagPrefixList: ['ci-'], maxImageAge: Duration.days(ciImageDays) }],
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    for (const roles of pullers) this.repository.grantPull(rolesNamed(roles));
  }
}
