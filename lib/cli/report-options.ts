import { readOperationOptions, type GivenOperationOptions } from './operation-options';
import { UsageError } from './usage-error';

export interface GivenReportOptions extends GivenOperationOptions {
  readonly format?: string;
}

const formats = ['text', 'markdown', 'json'] as const;

export interface ReportOptions {
  readonly stage: string;
  readonly service: string;
  /** `undefined`: the one that runs, or the newest. */
  readonly deployment: string | undefined;
  readonly format: (typeof formats)[number];
}

/** @throws UsageError with everything that is wrong */
export function readReportOptions(deployment: string | undefined, { format = 'text', ...given }: GivenReportOptions): ReportOptions {
  const chosen = formats.find((one) => one === format);
  const problem = `--format must be one of ${formats.join(', ')}, got ${JSON.stringify(format)}`;
  try {
    const { stage, service, deployment: id } = readOperationOptions({ ...given, ...(deployment !== undefined && { deployment }) });
    if (chosen !== undefined) return { stage, service, deployment: id, format: chosen };
  } catch (thrown) {
    if (thrown instanceof UsageError && chosen === undefined) throw new UsageError([...thrown.problems, problem]);
    throw thrown;
  }
  throw new UsageError([problem]);
}
