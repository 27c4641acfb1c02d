import type { Clock } from '../../core/time';
import { millis, seconds } from '../../core/units';
import { wallClock } from '../../edge/time/wall-clock';
import type { PostgresServer } from '../../edge/postgres/server';
import type { Presence } from './presence';

/** "Failover times are typically 60-120 seconds": https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.MultiAZ.Failover.html */
const AWAY = seconds(90);
/** The killed server's own processes notice its end within moments, and until then hold the memory that its successor needs. */
const AGAIN = millis(100);

/**
 * Brings a server back whenever it ends by itself, as Multi-AZ does: the same address and the same data, sessions cut, and nobody there
 * for a minute and a half (model time).
 */
export async function failOver(server: PostgresServer, presence: Presence, model: Clock, closing: AbortSignal): Promise<void> {
  try {
    while (!closing.aborted) {
      await server.lost();
      presence.lostAt(model.now());
      await model.sleep(AWAY, closing);
      await startAgain(server, closing);
      presence.backAt(model.now());
    }
  } catch (thrown) {
    if (!closing.aborted) throw thrown;
  }
}

async function startAgain(server: PostgresServer, closing: AbortSignal): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await server.start();
    } catch (cause) {
      if (closing.aborted || tries === 100) throw cause;
      await wallClock.sleep(AGAIN, closing);
    }
  }
}
