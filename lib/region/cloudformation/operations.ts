import type { QueryOperation } from '../endpoint/query-protocol';
import { changeSetOperations } from './api/change-sets';
import { changingOperations } from './api/changing';
import type { ApiPorts } from './api/ports';
import { readingOperations } from './api/reading';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_Operations.html */
export const stackOperations = (ports: ApiPorts): Readonly<Record<string, QueryOperation>> => ({ ...readingOperations(ports), ...changingOperations(ports), ...changeSetOperations(ports) });
