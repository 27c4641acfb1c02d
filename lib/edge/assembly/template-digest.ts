import { createHash } from 'node:crypto';
import { canonical } from '../../core/ledger/canonical';

/**
 * The SHA-256 of a template, in hexadecimal digits: the same for the same members in any order.
 *
 * Left out is what CDK's command line adds for its own use (`aws:cdk:path`, `aws:asset:path`), and the app without it does not.
 */
export const templateDigest = (template: { readonly Resources: Readonly<Record<string, object>> }): string =>
  createHash('sha256').update(canonical({ ...template, Resources: Object.fromEntries(Object.entries(template.Resources).map(([id, resource]) => [id, withoutNotes(resource)])) })).digest('hex');

function withoutNotes({ Metadata, ...resource }: { readonly Metadata?: object }): object {
  const kept = Object.entries(Metadata ?? {}).filter(([name]) => !/^aws:(cdk|asset):/.test(name));
  return kept.length === 0 ? resource : { ...resource, Metadata: Object.fromEntries(kept) };
}
