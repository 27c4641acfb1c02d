import { ServiceError } from '../service-error';

/** What a filter pattern is asked of a log event. */
export interface FilterPattern {
  matches(message: string): boolean;
  /** Whether events are read as JSON, so that fields of them can be taken. */
  readonly isJson: boolean;
}

export function invalid(message: string): never {
  throw new ServiceError('InvalidParameterException', message);
}
