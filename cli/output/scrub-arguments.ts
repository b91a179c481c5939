/**
 * Commander's message about invalid arguments, without possible values: it quotes `--vlaue=…` in full, and
 * every argument if there are too many.
 */
export function scrubArguments(sentence: string): string {
  return sentence
    .replace(/(unknown option '--?[^'=\s]*)=[^]*'/, "$1=…'")
    .replace(/(unknown option '-[^-'])[^']+'/, "$1…'")
    .replace(/(too many arguments[^:]* but got \d+): [^]*/, '$1.');
}
