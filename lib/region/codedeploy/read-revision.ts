import { createHash } from 'node:crypto';
import { fieldsOf, textOf, type Fields } from '../fields';
import { ServiceError } from '../service-error';

/** What is to be deployed. */
export interface Revision {
  /** As the API shows it. */
  readonly wire: Fields;
  /** Where the text of the AppSpec comes from. */
  readonly source: { readonly kind: 'text'; readonly content: string } | { readonly kind: 'object'; readonly bucket: string; readonly key: string };
}

/** `String` is the older spelling of `AppSpecContent`. */
const TEXTS = { AppSpecContent: 'appSpecContent', String: 'string' } as const;

/** Reads a `RevisionLocation` for ECS. @throws ServiceError `RevisionRequiredException`, `InvalidRevisionException` */
export function readRevision(given: unknown): Revision {
  const revision = fieldsOf(given);
  if (given === undefined || given === null || Object.keys(revision).length === 0) throw new ServiceError('RevisionRequiredException', 'RevisionLocation must be specified');
  const type = revision['revisionType'];
  if (type === 'AppSpecContent' || type === 'String') return textual(type, fieldsOf(revision[TEXTS[type]]));
  if (type === 'S3') return stored(fieldsOf(revision['s3Location']));
  return wrong(type === undefined ? 'revisionType must be specified' : `For ECS deployment group, revisionType must be S3, String or AppSpecContent, got ${JSON.stringify(type)}`);
}

/** Two locations with one key are the same revision. */
export const revisionKey = ({ wire }: Revision): string => {
  const { revisionType, s3Location, appSpecContent, string } = wire;
  const { bucket, key, version, eTag } = fieldsOf(s3Location);
  return revisionType === 'S3' ? JSON.stringify([bucket, key, version, eTag]) : String(fieldsOf(appSpecContent ?? string)['sha256']);
};

function textual(type: keyof typeof TEXTS, given: Fields): Revision {
  const content = textOf(given['content']);
  if (content === undefined) return wrong(`${TEXTS[type]}.content must be specified`);
  const sha256 = createHash('sha256').update(content).digest('hex');
  const claimed = textOf(given['sha256']);
  if (claimed !== undefined && claimed.toLowerCase() !== sha256) return wrong(`the sha256 of the content is ${sha256}, but ${claimed} was specified`);
  return { wire: { revisionType: type, [TEXTS[type]]: { content, sha256 } }, source: { kind: 'text', content } };
}

function stored(given: Fields): Revision {
  const [bucket, key, bundleType] = [textOf(given['bucket']), textOf(given['key']), textOf(given['bundleType'])];
  if (bucket === undefined || key === undefined) return wrong('s3Location needs a bucket and a key');
  if (bundleType === undefined || !['YAML', 'JSON'].includes(bundleType.toUpperCase())) return wrong('BundleType must be either YAML or JSON');
  const [version, eTag] = [textOf(given['version']), textOf(given['eTag'])];
  const s3Location = { bucket, key, bundleType, ...(version === undefined ? {} : { version }), ...(eTag === undefined ? {} : { eTag }) };
  return { wire: { revisionType: 'S3', s3Location }, source: { kind: 'object', bucket, key } };
}

function wrong(message: string): never {
  throw new ServiceError('InvalidRevisionException', message);
}
