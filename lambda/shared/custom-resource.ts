/** What CloudFormation asks of a custom resource: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-requests.html */
export interface CustomResourceRequest {
  readonly RequestType: 'Create' | 'Update' | 'Delete';
  /** Where the answer goes. Whoever knows it can answer, so it belongs into no log. */
  readonly ResponseURL: string;
  readonly StackId: string;
  readonly RequestId: string;
  readonly LogicalResourceId: string;
  readonly ResourceProperties: Readonly<Record<string, unknown>>;
}

/** The answer; `physicalId` stays the same for the life of a resource, for another one would be a replacement. */
export type CustomResourceAnswer =
  | { readonly status: 'SUCCESS'; readonly physicalId: string }
  | { readonly status: 'FAILED'; readonly physicalId: string; readonly reason: string };
