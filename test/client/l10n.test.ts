import { describe, expect, it } from 'vitest';
import { bundleTexts, languagesOfBundles, manifestTexts } from './l10n-files.ts';
import { textsInCode } from './l10n-sources.ts';

/** Names, and words that are the same in both languages: any other text that stays English was forgotten. */
const sameInBoth: Readonly<Record<string, ReadonlySet<string>>> = {
  de: new Set([
    'Agent',
    'Agents',
    'Name',
    'Version',
    'optional',
    'version {0}',
    '{0} (pinned)',
    '{sink} in {function}',
  ]),
  ja: new Set(),
};

it('the bundle for translators has every text of the host, the panels and the server, and no other', () => {
  expect(Object.keys(bundleTexts()).toSorted()).toEqual(textsInCode());
  for (const [key, text] of Object.entries(bundleTexts())) expect(text).toBe(key);
});

it('the extension supports two languages besides English, in its code and in its manifest', () => {
  expect(languagesOfBundles('l10n/bundle.l10n.')).toEqual(['de', 'ja']);
  expect(languagesOfBundles('package.nls.')).toEqual(['de', 'ja']);
});

describe.each(['de', 'ja'])('in the language "%s"', (language) => {
  const kinds = [
    { what: 'texts of the code', english: bundleTexts(), translated: bundleTexts(language) },
    { what: 'texts of the manifest', english: manifestTexts(), translated: manifestTexts(language) },
  ];

  it.each(kinds)('no text is missing and none is left over: $what', ({ english, translated }) => {
    expect(Object.keys(translated).toSorted()).toEqual(Object.keys(english).toSorted());
  });

  it.each(kinds)(
    'no text is empty, cut off by spaces, or still English: $what',
    ({ english, translated }) => {
      const same = sameInBoth[language] ?? new Set();
      const odd = Object.entries(translated).filter(
        ([key, text]) =>
          text.trim() === '' || text !== text.trim() || (text === english[key] && !same.has(key)),
      );
      expect(odd.filter(([key]) => key !== 'displayName')).toEqual([]);
    },
  );

  it.each(kinds)('placeholders, code, icons and links are those of English: $what', (kind) => {
    const { english, translated } = kind;
    for (const [key, text] of Object.entries(english))
      expect(fixedParts(translated[key] ?? ''), key).toEqual(fixedParts(text));
  });

  it.each(kinds)('words of the product have one translation only: $what', ({ english, translated }) => {
    const strays = Object.entries(english).filter(
      ([key, text]) => /\b(?:vault)\b/i.test(withoutCode(text)) && !vaultIn(language, translated[key] ?? ''),
    );
    expect(strays.map(([key]) => key)).toEqual([]);
  });
});

/** What translators must keep: placeholders, code between backticks, icons, targets of links, emphasis. */
function fixedParts(text: string): readonly string[] {
  const parts = /\{\w+\}|`[^`]+`|\$\([\w-]+\)|\]\([^)]+\)|\*\*|MissingAccess|\b[a-z]+_[a-z_]+\b/g;
  return [...new Set(text.match(parts))].toSorted();
}

/** Names of files, settings and third-party products are kept. */
function withoutCode(text: string): string {
  return text.replaceAll(/`[^`]*`|\([^)]*\)|HashiCorp Vault/g, '');
}

function vaultIn(language: string, text: string): boolean {
  return (language === 'de' ? /Tresor/i : /保管庫/).test(text);
}
