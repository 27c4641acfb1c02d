/** What the parts of one request tell each other, and its log line. */
export interface RequestEnvironment {
  Variables: {
    requestId: string;
    /** As the contract names it, once that is known. */
    operation?: string;
    synthetic?: boolean;
  };
}
