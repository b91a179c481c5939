/**
 * Lines on which a completion of ours can be asked for at all. While a person types elsewhere, the
 * language server is not even called: one typed line otherwise costs a request per letter.
 * It lets too much through rather than too little; the server decides.
 */
const mayNameASecret = /secret|vault|environ|getenv|\benv\b|["'\][({,=]/i;

export function wantsCompletion(lineBeforeCursor: string): boolean {
  return mayNameASecret.test(lineBeforeCursor);
}
