import { instant, type Instant } from '../core/units';
import { ServiceError } from './service-error';

/** A moment as AWS JSON writes it, seconds since 1970, or as an ISO date. @throws ServiceError `InvalidParameterValue` */
export function instantIn(name: string, given: unknown): Instant {
  const at = typeof given === 'number' ? given * 1_000 : typeof given === 'string' ? Date.parse(given) : Number.NaN;
  if (!Number.isFinite(at)) throw new ServiceError('InvalidParameterValue', `The parameter ${name} must be a moment, got ${JSON.stringify(given) ?? 'nothing'}`);
  return instant(at);
}
