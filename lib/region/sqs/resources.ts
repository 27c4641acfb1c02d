import type { Created, Providers, ResourceRequest } from '../cloudformation/provider';
import type { Identifiers } from '../identifiers';
import { ServiceError } from '../service-error';
import type { Queue } from './queue';
import type { Queues } from './queues';
import { readSettings, type QueueSettings } from './settings';

/** The CloudFormation type of a queue. */
export function queueResources(queues: Queues, ids: Identifiers): Providers {
  const read = ({ properties, place }: ResourceRequest): QueueSettings => {
    const settings = readSettings(properties);
    const { deadLetterArn = undefined } = settings.redrive ?? {};
    if (deadLetterArn !== undefined && !queues.queues.has(deadLetterArn)) {
      throw new ServiceError('InvalidParameterValue', `Value for parameter RedrivePolicy is invalid. Reason: Dead letter target does not exist: ${deadLetterArn} (${place.region}).`);
    }
    return settings;
  };
  return {
    'AWS::SQS::Queue': {
      async create(request) {
        const settings = read(request);
        const name = String(request.properties['QueueName'] ?? `${request.stackName}-${request.logicalId}-${ids.upper(12)}`.slice(0, 80));
        return madeOf(queues.create(request.place, name, settings));
      },
      async update(request, { physicalId }) {
        const queue = queues.at(physicalId);
        queue.settings = read(request);
        return madeOf(queue);
      },
      async delete(_, { attributes }) {
        queues.remove(String(attributes['Arn']));
      },
    },
  };
}

const madeOf = ({ url, arn, name }: Queue): Created => ({ physicalId: url, attributes: { QueueUrl: url, Arn: arn, QueueName: name } });
