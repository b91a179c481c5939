/** Characters that steer a terminal or hide text: controls, formats, line ends, halves of characters. */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Untrusted text on one line, without control characters: an escape becomes `\u{1b}`. */
export function visible(text: string): string {
  return text.replaceAll(unseen, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

/** JSON as programs want it, and harmless to a terminal too: what would steer it is escaped. */
export function toJson(value: unknown): string {
  const text = JSON.stringify(value, null, 2);
  return `${text.replaceAll(/[\p{Cf}\p{Zl}\p{Zp}\u{7f}-\u{9f}]/gu, escaped)}\n`;
}

/** Characters beyond the first plane take two escapes. */
function escaped(character: string): string {
  const units = Array.from({ length: character.length }, (_, place) => character.charCodeAt(place));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
}
