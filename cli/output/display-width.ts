const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Ideographs, Japanese and Korean syllables, full-width forms, emoji: two columns each. */
const wide =
  /^(?:[\p{Script=Han}\p{Script=Hiragana}\p{Script=Hangul}\p{Script=Bopomofo}\p{Script=Yi}\p{Emoji_Presentation}\u{3000}-\u{303e}\u{30a0}-\u{30ff}\u{31f0}-\u{31ff}\u{ff01}-\u{ff60}\u{ffe0}-\u{ffe6}]|\p{Emoji}\u{fe0f})/u;

/** The number of terminal columns that a text takes; a grapheme counts once. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const { segment } of segmenter.segment(text)) width += widthOf(segment);
  return width;
}

function widthOf(character: string): number {
  if (/^[\p{M}\u{200b}]/u.test(character)) return 0;
  return wide.test(character) ? 2 : 1;
}
