import { chanceOfAtLeast } from './poisson';

/**
 * The smallest count of errors that is an alarm: a healthy service reaches it in one window with a probability of at most `budget`.
 *
 * @param expectedErrors how many errors a healthy service has in one window on average (its error rate times the requests in the window)
 * @param budget the probability of a false alarm in one window, above 0 and below 1
 * @returns at least 1, so that a window without errors is never an alarm
 */
export function alarmThreshold(expectedErrors: number, budget: number): number {
  let tooLow = 0;
  let enough = 1;
  while (chanceOfAtLeast(enough, expectedErrors) > budget) [tooLow, enough] = [enough, enough * 2];
  while (enough - tooLow > 1) {
    const middle = Math.floor((tooLow + enough) / 2);
    if (chanceOfAtLeast(middle, expectedErrors) > budget) tooLow = middle;
    else enough = middle;
  }
  return enough;
}
