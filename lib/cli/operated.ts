import type { Command } from 'commander';

/** Where it is, the environment says: AWS by its usual settings, or a region by what `changeover region` prints. */
export const operated = (command: Command): Command => command
  .option('--stage <name>', 'the stage (default: production)')
  .option('--service <name>', 'the service (default: api)');
