/** Stored data is not what the vault wrote: changed, moved, cut, or under another key. */
export class IntegrityError extends Error {
  constructor(what: string) {
    super(`${what} is not what the vault wrote`);
    this.name = 'IntegrityError';
  }
}

/** A record names a term without a key here: edited, or of a term that another process has just begun. */
export class UnknownTermError extends IntegrityError {
  constructor() {
    super('the term of a stored record');
  }
}
