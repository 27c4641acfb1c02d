/** A process of `soakDays`: the seeds of one share. */
import { run } from '../simulation/run';
import type { Days } from './days';

void (async () => {
  const [days = 0, share = 0, shares = 1] = process.argv.slice(2).map(Number);
  const broken: { seed: number; violations: readonly string[] }[] = [];
  const met: Record<string, number> = {};
  let lived = 0;
  for (let seed = share + 1; seed <= days; seed += shares) {
    const day = await run(seed);
    if (day.violations.length > 0) broken.push({ seed, violations: day.violations });
    for (const what of day.met) met[what] = (met[what] ?? 0) + 1;
    lived += 1;
    if (lived % 25_000 === 0) process.stderr.write(`share ${share + 1} of ${shares}: ${lived.toLocaleString('en')} days, ${broken.length} of them broken\n`);
  }
  process.send?.({ days: lived, broken, met } satisfies Days);
  process.disconnect();
})();
