/**
 * The module `Synthetics` of a canary's runtime, as far as API canaries need it:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_Canaries_Library_Nodejs.html
 */
import { request as http, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as https } from 'node:https';
import { performance } from 'node:perf_hooks';
import type { RunReport, StepReport } from './report';

interface HttpRequest extends RequestOptions {
  readonly body?: string;
}

type Validate = (response: IncomingMessage) => unknown;

const steps: StepReport[] = [];
const statuses: number[] = [];

/** Sends one request and lets `validate` judge its answer. A failed step fails the run; the script goes on. */
export async function executeHttpStep(name: string, options: HttpRequest, validate: Validate = answered2xx): Promise<void> {
  await step(name, () => exchange(options, validate)).catch(() => undefined);
}

/** Runs a part of the script. A failed step fails the run and ends the script. */
export async function executeStep(name: string, run: () => unknown): Promise<void> {
  await step(name, async () => run());
}

/** What has happened since the last call. */
export function takeReport(): Pick<RunReport, 'steps' | 'statuses'> {
  return { steps: steps.splice(0), statuses: statuses.splice(0) };
}

async function step(name: string, run: () => Promise<unknown>): Promise<void> {
  const began = performance.now();
  const end = (failure: string | undefined): void => void steps.push({ name, failure, durationMs: performance.now() - began });
  try {
    await run();
    end(undefined);
  } catch (thrown) {
    end(thrown instanceof Error ? thrown.message : String(thrown));
    throw thrown;
  }
}

function exchange({ body, ...options }: HttpRequest, validate: Validate): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const send = options.protocol === 'https:' ? https : http;
    const asked = send(options, (response) => {
      statuses.push(response.statusCode ?? 0);
      // A script may throw at once, or answer with a promise.
      Promise.resolve(response).then(validate).then(resolve, reject).finally(() => response.resume());
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

function answered2xx({ statusCode = 0, statusMessage = '' }: IncomingMessage): void {
  if (statusCode < 200 || statusCode > 299) throw new Error(`${statusCode} ${statusMessage}`);
}
