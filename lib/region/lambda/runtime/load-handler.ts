import { createRequire } from 'node:module';
import { join } from 'node:path';

export type Handler = (event: unknown, context: object, callback: (error: unknown, value?: unknown) => void) => unknown;

/** A mistake in the bundle, under the name that the runtime gives it. */
export class BundleError extends Error {
  constructor(name: 'Runtime.ImportModuleError' | 'Runtime.HandlerNotFound' | 'Runtime.UserCodeSyntaxError', message: string) {
    super(message);
    this.name = name;
  }
}

/** Loads `file.name` of the bundle. @throws BundleError, or whatever the bundle throws itself */
export function loadHandler(handler: string, root: string): Handler {
  const cut = handler.lastIndexOf('.');
  const [file, name] = [handler.slice(0, cut), handler.slice(cut + 1)];
  const found = load(join(root, file))[name];
  if (typeof found !== 'function') throw new BundleError('Runtime.HandlerNotFound', `${handler} is undefined or not exported`);
  return found as Handler;
}

function load(path: string): Record<string, unknown> {
  try {
    return createRequire(path)(path) as Record<string, unknown>;
  } catch (thrown) {
    if (thrown instanceof SyntaxError) throw new BundleError('Runtime.UserCodeSyntaxError', String(thrown));
    if ((thrown as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND') throw new BundleError('Runtime.ImportModuleError', `Error: ${(thrown as Error).message.split('\n')[0]}`);
    throw thrown;
  }
}
