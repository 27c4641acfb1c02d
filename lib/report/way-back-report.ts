import type { WayBack } from '../core/ledger/way-back';
import type { Block } from './block';

/** Whether a release can be gone back to, and on what that stands. */
export const wayBackReport = ({ release, safe, footings }: WayBack): readonly Block[] => [
  { kind: 'heading', level: 1, text: `Back to ${release}: ${safe ? 'it can be gone back to' : 'it cannot be gone back to'}` },
  { kind: 'facts', rows: footings.map(({ about, holds, said }) => [about, `${holds === true ? 'yes' : holds === false ? 'NO' : 'not known'}: ${said}`]) },
];
