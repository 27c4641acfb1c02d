import { scale } from '../scale';

/**
 * How bad a change may be.
 *
 * - `none`: nothing changes
 * - `review`: somebody else has to read it, as with every change
 * - `protection`: what keeps harm away becomes weaker: who may do what, what is watched, what can be taken back
 * - `downtime`: customers may be refused
 * - `data-loss`: something may be gone for good
 * - `refused`: nobody can approve it as it is
 */
export const risks = scale('none', 'review', 'protection', 'downtime', 'data-loss', 'refused');
export type Risk = (typeof risks)['levels'][number];
