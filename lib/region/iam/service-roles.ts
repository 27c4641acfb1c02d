import { ServiceError } from '../service-error';
import type { Need } from './need';
import type { Permissions, Source } from './permissions';

/** A role that a service takes on: its session, and where it works. */
export interface ServiceRole {
  readonly roleArn: string;
  readonly session: string;
  readonly region: string;
}

/** What services ask of the roles that templates give them. */
export class ServiceRoles {
  constructor(private readonly permissions: Permissions) {}

  /** @throws ServiceError `AccessDeniedException` */
  demand({ roleArn, session, region }: ServiceRole, needs: readonly Need[]): void {
    this.permissions.demandOfRole(roleArn, session, region, needs);
  }

  allows(role: ServiceRole, needs: readonly Need[]): boolean {
    try {
      this.demand(role, needs);
      return true;
    } catch (thrown) {
      if (thrown instanceof ServiceError) return false;
      throw thrown;
    }
  }

  /** @throws ServiceError in the words of the service that cannot take the role on */
  trust(roleArn: string, service: string, source: Source, region: string, refusal: { readonly code: string; readonly message: string }): void {
    if (!this.permissions.mayAssume(roleArn, service, source, region)) throw new ServiceError(refusal.code, refusal.message);
  }
}
