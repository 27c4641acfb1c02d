import type { Providers } from '../cloudformation/provider';
import type { Identifiers } from '../identifiers';
import { arnOf } from '../place';
import type { LogStore } from './log-store';

/** The CloudFormation type of a log group. */
export function logResources(logs: LogStore, ids: Identifiers): Providers {
  return {
    'AWS::Logs::LogGroup': {
      async create({ place, properties, stackName, logicalId }) {
        const name = String(properties['LogGroupName'] ?? `${stackName}-${logicalId}-${ids.upper(12)}`);
        logs.create(name);
        return { physicalId: name, attributes: { Arn: `${arnOf('logs', place, `log-group:${name}`)}:*` } };
      },
      update: async (_, existing) => existing,
      async delete(_, { physicalId }) {
        logs.remove(physicalId);
      },
    },
  };
}
