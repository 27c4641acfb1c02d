import type { Container } from './task-definition';

/** How an image is run on this machine. */
export interface Runnable {
  readonly command: string;
  readonly args: readonly string[];
  readonly directory: string;
}

/** What a task definition says about the bundle that its image carries (template metadata `changeover:workload`). */
export interface Workload {
  readonly container: string;
  readonly directory: string;
  readonly command: readonly string[];
}

/**
 * The image registry: which images can be pulled, and what runs when they are started.
 *
 * There is no container engine here. An image is known by the bundle that it copies; a public Node.js image is known
 * only as far as it brings `node`, for a container whose code is in its command.
 */
export class Images {
  private readonly bundles = new Map<string, Workload>();

  add(image: string, workload: Workload): void {
    this.bundles.set(image, workload);
  }

  /** @throws when the image cannot be pulled, in the words of ECS */
  runnable(container: Container, anywhere: string): Runnable {
    const bundle = this.bundles.get(container.image);
    const [command, ...args] = container.command.length > 0 ? container.command : bundle?.command ?? [];
    const known = bundle !== undefined || isBareNode(container);
    if (!known || command === undefined) {
      throw new Error(`CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref ${container.image}: not found`);
    }
    return { command: command === 'node' ? process.execPath : command, args, directory: bundle?.directory ?? anywhere };
  }
}

/** `node -e <code>` on an official image: nothing of the image's own files takes part. */
const isBareNode = ({ image, command }: Container): boolean =>
  /^public\.ecr\.aws\/docker\/library\/node[:@]/.test(image) && command[0] === 'node' && command[1] === '-e';
