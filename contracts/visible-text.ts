/**
 * Characters that control a terminal or hide text: controls, format characters, line separators, lone
 * surrogates, and invisible characters such as variation selectors, which can carry hidden text.
 */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/** Formats untrusted text on one line and escapes control characters: ESC becomes `\u{1b}`. */
export function visible(text: string): string {
  return text.replaceAll(unseen, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}
