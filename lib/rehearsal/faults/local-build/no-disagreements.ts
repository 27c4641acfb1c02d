/**
 * A build of the API without its identity check: takes the place of services/shared/src/identity/disagreements.ts.
 *
 * For the control run only, which shows the harm that the check prevents.
 */
export const disagreements = (): readonly string[] => [];
