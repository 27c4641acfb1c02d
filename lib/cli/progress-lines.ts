import type { Progress } from '../rehearsal/progress';
import { durationText } from '../core/duration-text';
import type { Host } from './host';

/** Shows a rehearsal as it runs: a line for each thing that happened, and, for a person, one line that moves. */
export function progressLines(host: Host): { readonly tell: (progress: Progress) => void; readonly end: () => void } {
  let drawn = false;
  const clear = (): void => {
    if (drawn) host.err('\r\u001b[K');
    drawn = false;
  };
  const line = (text: string): void => {
    clear();
    host.err(`${text}\n`);
  };
  const draw = (text: string): void => {
    if (!host.interactive) return;
    clear();
    host.err(text.slice(0, host.width - 1));
    drawn = true;
  };
  return {
    end: clear,
    tell(progress) {
      switch (progress.kind) {
        case 'starting': return draw(`  ... ${progress.what}`);
        case 'started': return line(`  ${progress.what} (${progress.wallSeconds.toFixed(1)} s)`);
        case 'offered': return line(`  release ${progress.release} is offered: ${progress.rate} requests/s of wall time, time runs ${progress.speed} times as fast`);
        case 'happened': return line(`  ${at(progress.atSeconds)}  ${progress.what}`);
        case 'counted': return draw(`  ${at(progress.atSeconds)}  new release ${progress.green} %   ${progress.sent} requests, ${progress.harmed} harmed, ${progress.lost} lost`);
      }
    },
  };
}

const at = (seconds: number): string => `+${durationText(Math.max(0, seconds))}`.padStart(13);
