/** Stored data is not what the vault wrote: changed, moved, cut, or under another key. */
export class IntegrityError extends Error {
  /** `id` of the row, for whoever looks for it; what has not the form of our ids is not told. */
  constructor(what: string, id?: string) {
    const named = id !== undefined && isId(id) ? `${what} (${id})` : what;
    super(`${named} is not what the vault wrote`);
    this.name = 'IntegrityError';
  }
}

/** A credential that somebody wrote in its place is longer, or has other signs. */
function isId(text: string): boolean {
  return /^[a-z]{3}_[\dA-Za-z]{1,22}(?:\.[a-z]{3}_[\dA-Za-z]{1,22})?$/.test(text);
}

/**
 * A record names a term or a generation of the seed without a key here: edited, or of one that another
 * process has just begun.
 */
export class UnknownTermError extends IntegrityError {
  constructor(what = 'the term of a stored record', id?: string) {
    super(what, id);
  }
}
