/** One permission that a call needs. */
export interface Need {
  /** Such as `sqs:SendMessage`. */
  readonly action: string;
  /** The ARN, or `*` for actions that know no resources. */
  readonly resource: string;
  /** Condition keys of the call beside those that every call has. */
  readonly context?: Readonly<Record<string, string | readonly string[] | undefined>>;
}

export const need = (action: string, resource: string, context?: Need['context']): Need => ({ action, resource, ...(context === undefined ? {} : { context }) });
