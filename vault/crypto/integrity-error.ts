/**
 * Stored data differs from what the vault wrote: it was changed, moved, truncated, or encrypted under another
 * key.
 */
export class IntegrityError extends Error {
  /** `id` identifies the row for investigation; it is omitted unless it looks like one of our ids. */
  constructor(what: string, id?: string) {
    const named = id !== undefined && isId(id) ? `${what} (${id})` : what;
    super(`${named} is not what the vault wrote`);
    this.name = 'IntegrityError';
  }
}

/** A credential stored in place of an id is longer or has other characters. */
function isId(text: string): boolean {
  return /^[a-z]{3}_[\dA-Za-z]{1,22}(?:\.[a-z]{3}_[\dA-Za-z]{1,22})?$/.test(text);
}

/**
 * A record names a term or a generation of the seed whose key is not loaded: the record was edited, or
 * another process has just started that term or generation.
 */
export class UnknownTermError extends IntegrityError {
  constructor(what = 'the term of a stored record', id?: string) {
    super(what, id);
  }
}
