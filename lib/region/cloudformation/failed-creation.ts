/** A resource whose creation failed after something was made: undoing has to remove it under this id. */
export class FailedCreation extends Error {
  constructor(readonly physicalId: string, message: string) {
    super(message);
    this.name = 'FailedCreation';
  }
}
