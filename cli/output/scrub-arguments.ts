/**
 * What commander says of wrong arguments, without what may be a value: it quotes `--vlaue=…` whole, and
 * every argument when there are too many.
 */
export function scrubArguments(sentence: string): string {
  return sentence
    .replace(/(unknown option '--?[^'=\s]*)=[^]*'/, "$1=…'")
    .replace(/(unknown option '-[^-'])[^']+'/, "$1…'")
    .replace(/(too many arguments[^:]* but got \d+): [^]*/, '$1.');
}
