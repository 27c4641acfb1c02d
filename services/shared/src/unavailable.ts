/** Something else than the database, which a request depends on, is away. It may be back soon. */
export class Unavailable extends Error {
  override readonly name = 'Unavailable';

  /** @param code for clients, such as `queue-unavailable` */
  constructor(readonly code: string, message: string, cause: unknown) {
    super(message, { cause });
  }
}
