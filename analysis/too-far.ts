/** What a log says of a place where following a name was given up; `line` counts from 0. */
export function tooFarSentence(file: string, line: number): string {
  return `Following the secret name at ${file}:${line + 1} takes too many steps, so it is not checked.`;
}
