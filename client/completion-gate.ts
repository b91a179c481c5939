/**
 * Lines on which a completion of ours can be asked for at all. While a person types elsewhere, the
 * language server is not even called: one typed line otherwise costs a request per word.
 * It lets too much through rather than too little; the server decides. `typed` is the sign that made the
 * editor ask, when one did.
 */
export function wantsCompletion(line: string, cursor: number, typed?: string): boolean {
  const before = line.slice(0, cursor);
  if (typed === '.') return afterEnvironment.test(before);
  return readsSecrets.test(line) || insideString.test(before) || startsArgument.test(before);
}

/** The usual readers; also behind the cursor, as in `const { KEY } = process.env`. */
const readsSecrets = /secret|vault|environ|getenv|\.env\b/i;

/** Names stand in strings; the reader may have any name, or stand on the line above. */
const insideString = /["'`][^"'`]*$/;

/** Without quotes yet, straight behind a bracket or comma: where a person asks by hand. */
const startsArgument = /[([,]\s*$/;

/** The one object whose members are ours; a dot elsewhere is the business of others. */
const afterEnvironment = /\benv\??\.$/;
