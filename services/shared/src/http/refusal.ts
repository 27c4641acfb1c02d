/** A request that is the client's to correct. */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  constructor(readonly status: 400 | 403 | 409 | 413 | 422, readonly code: string, message: string) {
    super(message);
  }
}
