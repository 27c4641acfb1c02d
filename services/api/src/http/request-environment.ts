/** What the parts of one request tell its log line. */
export interface RequestEnvironment {
  Variables: {
    /** As the contract names it, once that is known. */
    operation?: string;
    synthetic?: boolean;
  };
}
