import type { Instant } from '../../core/units';

/** A moment as XML has it: `2026-01-05T10:00:00.000Z`. */
export const isoTime = (at: Instant): string => new Date(at).toISOString();
