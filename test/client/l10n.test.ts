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
    '{sink} through {function}()',
  ]),
  ja: new Set(),
};

/** Terms of the glossary in docs/translations.md that other words could translate as well. */
const terms: readonly ({ readonly word: RegExp } & Readonly<Partial<Record<string, RegExp>>>)[] = [
  { word: /\bvault\b/i, de: /Tresor/i, ja: /保管庫/ },
  { word: /\baccount admins?\b/i, de: /Kontoadministration/, ja: /アカウント管理者/ },
  { word: /\bat run time\b/i, de: /zur Laufzeit/, ja: /実行時/ },
];

/** What the glossary rules out: addressing the reader, other names of a role, other plurals. */
const otherStyle: Readonly<Record<string, RegExp>> = {
  de: /\b(?:Sie (?:den|die|das|sich|einen|eine|es|noch)|Ihre?|[Bb]itte (?!die)|Agenten|Fordere|Konto-Admin|Administrator)\b/,
  ja: /あなた|ご自身|ご使用|(?<!アカウント)管理者/,
};

it('the bundle for translators has every text of the host, the panels and the server, sorted, and no other', () => {
  expect(Object.keys(bundleTexts())).toEqual(textsInCode());
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

  it.each(kinds)('no text is missing, left over or in another place: $what', ({ english, translated }) => {
    expect(Object.keys(translated)).toEqual(Object.keys(english));
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
    const strays = Object.entries(english).filter(([key, text]) =>
      terms.some(
        ({ word, [language]: translation }) =>
          word.test(withoutCode(text)) && translation?.test(translated[key] ?? '') !== true,
      ),
    );
    expect(strays.map(([key]) => key)).toEqual([]);
  });

  it.each(kinds)('the reader is addressed as the glossary says: $what', ({ translated }) => {
    const strays = Object.entries(translated).filter(([, text]) => otherStyle[language]?.test(text));
    expect(strays.map(([, text]) => text)).toEqual([]);
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
