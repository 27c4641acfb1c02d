import type { Resource, Template } from '../template/template';
import { ofType } from '../template/template';

/** The topology's name, as its stack publishes it for releases; nothing in stacks that publish none. */
export function fingerprintOf(template: Template): string | undefined {
  const current = ofType(template, 'AWS::SSM::Parameter').map(([, { Properties }]) => Properties).find((found) => /^\/changeover\/.*\/topology\/current$/.test(String(found?.['Name'])));
  const value = current?.['Value'];
  return typeof value === 'string' && /^[0-9a-f]{12}$/.test(value) ? value : undefined;
}

/**
 * A template as it is on any topology.
 *
 * Every change of a topology gives it another name, which stands in the parameters of its snapshot and in each release: to a reader that
 * says nothing that the change itself does not. What a snapshot holds is compared as if it were changed in its place.
 */
export function onAnyTopology(template: Template, fingerprints: readonly string[]): Template {
  if (fingerprints.length === 0) return template;
  const names = new RegExp(`\\b(${fingerprints.join('|')})\\b`, 'g');
  const unnamed = JSON.parse(JSON.stringify(template).replace(names, 'fingerprint')) as Template;
  const inId = new RegExp(`^(Topology)(?:${fingerprints.join('|')})(\\w+?)[0-9A-F]{8}$`);
  const rename = ([id, resource]: readonly [string, Resource]): readonly [string, Resource] => [resource.Type === 'AWS::SSM::Parameter' ? id.replace(inId, '$1$2') : id, resource];
  return { ...unnamed, Resources: Object.fromEntries(Object.entries(unnamed.Resources).map(rename)) };
}
