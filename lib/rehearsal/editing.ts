import type { AssemblyTemplate, TemplateResource } from '../edge/assembly/assembly';

type Properties = Readonly<Record<string, unknown>>;

/** The template with the properties of every resource of a type changed. */
export function editing(template: AssemblyTemplate, type: string, edit: (properties: Properties) => Properties): AssemblyTemplate {
  const resources = Object.entries(template.Resources).map(([logicalId, resource]): [string, TemplateResource] =>
    [logicalId, resource.Type === type ? { ...resource, Properties: edit(resource.Properties ?? {}) } : resource]);
  return { ...template, Resources: Object.fromEntries(resources) };
}
