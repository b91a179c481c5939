/** JSON that is also safe to print, because characters that would control a terminal are escaped. */
export function toJson(value: unknown): string {
  const text = JSON.stringify(value, null, 2);
  return `${text.replaceAll(/[\p{Cf}\p{Zl}\p{Zp}\u{7f}-\u{9f}]/gu, escaped)}\n`;
}

/** Characters outside the BMP need two escapes. */
function escaped(character: string): string {
  const units = Array.from({ length: character.length }, (_, place) => character.charCodeAt(place));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
}

/**
 * Removes possible secret values from Commander's messages about invalid arguments, which quote `--vlaue=…`
 * in full, and every argument if there are too many.
 */
export function scrubArguments(sentence: string): string {
  return sentence
    .replace(/(unknown option '--?[^'=\s]*)=[^]*'/, "$1=…'")
    .replace(/(unknown option '-[^-'])[^']+'/, "$1…'")
    .replace(/(too many arguments[^:]* but got \d+): [^]*/, '$1.');
}

/**
 * Makes untrusted text safe for a pipeline's runner, which executes `##[…]` and `##vso[…]` anywhere in a
 * line.
 */
export function withoutCommands(text: string): string {
  return text.replaceAll(/(##(?:vso)?)\[/gi, String.raw`$1\u{5b}`);
}
