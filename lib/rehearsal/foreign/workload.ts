import { accepted, rejected, type Checked } from '../../core/checked';
import type { AssemblyTemplate, TemplateResource } from '../../edge/assembly/assembly';

/** What runs on this machine for a container of somebody else's app, whose image cannot be run here. */
export interface ForeignWorkload {
  /** As a task definition names it. */
  readonly container: string;
  /** A command line; it is told in PORT where to listen. */
  readonly command: string;
  /** Where the command runs. */
  readonly directory: string;
}

/** Reads `web=python3 service.py`. */
export function readWorkload(text: string, directory: string): Checked<ForeignWorkload> {
  const [, container, command] = /^([A-Za-z0-9_-]{1,255})=(.*\S.*)$/s.exec(text) ?? [];
  if (container === undefined || command === undefined) {
    return rejected({ path: '--workload', message: `must be CONTAINER=command, such as 'web=python3 service.py', got ${JSON.stringify(text)}` });
  }
  return accepted({ container, command: command.trim(), directory });
}

const TYPE = 'AWS::ECS::TaskDefinition';

/** The containers of a template, by the task definition that they are in. */
export function containersIn({ Resources }: AssemblyTemplate): readonly { readonly definition: string; readonly name: string }[] {
  return Object.entries(Resources).filter(([, { Type }]) => Type === TYPE)
    .flatMap(([definition, resource]) => definitionsOf(resource).map(({ Name }) => ({ definition, name: String(Name) })));
}

/**
 * The template with the workload for its container beside the image, and nothing else changed.
 *
 * @param suffix makes another image of it, as the release before had another one
 */
export function withWorkload(template: AssemblyTemplate, { container, command, directory }: ForeignWorkload, suffix = ''): AssemblyTemplate {
  const metadata = { 'changeover:workload': { release: 'assembled', sha256: '', container, directory, command: ['/bin/sh', '-c', `exec ${command}`] } };
  const Resources = Object.fromEntries(Object.entries(template.Resources).map(([id, resource]): [string, TemplateResource] => {
    const definitions = resource.Type === TYPE ? definitionsOf(resource) : [];
    if (!definitions.some(({ Name }) => Name === container)) return [id, resource];
    const ContainerDefinitions = definitions.map((one) => (one['Name'] === container ? { ...one, Image: suffixed(one['Image'], suffix) } : one));
    return [id, { ...resource, Properties: { ...resource.Properties, ContainerDefinitions }, Metadata: { ...resource.Metadata, ...metadata } }];
  }));
  return { ...template, Resources };
}

/** An image may be a text or an intrinsic function, such as the address of an asset. */
function suffixed(image: unknown, suffix: string): unknown {
  if (suffix === '') return image;
  return typeof image === 'string' ? `${image}${suffix}` : { 'Fn::Join': ['', [image, suffix]] };
}

const definitionsOf = ({ Properties }: TemplateResource): readonly Readonly<Record<string, unknown>>[] =>
  (Properties?.['ContainerDefinitions'] ?? []) as readonly Readonly<Record<string, unknown>>[];
