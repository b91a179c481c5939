/** Stored data is not what the vault wrote: changed, moved, cut, or under another key. */
export class IntegrityError extends Error {
  constructor(what: string) {
    super(`${what} is not what the vault wrote`);
    this.name = 'IntegrityError';
  }
}
