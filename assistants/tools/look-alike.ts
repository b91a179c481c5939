/** Letters of other scripts that most fonts draw like Latin ones. */
const drawnLike: ReadonlyMap<string, string> = new Map(
  Object.entries({
    а: 'a',
    в: 'b',
    с: 'c',
    ԁ: 'd',
    е: 'e',
    һ: 'h',
    і: 'i',
    ј: 'j',
    к: 'k',
    ӏ: 'l',
    м: 'm',
    н: 'h',
    о: 'o',
    р: 'p',
    ѕ: 's',
    т: 't',
    у: 'y',
    х: 'x', // Cyrillic
    α: 'a',
    ε: 'e',
    ι: 'i',
    κ: 'k',
    ν: 'v',
    ο: 'o',
    ρ: 'p',
    τ: 't',
    υ: 'u',
    χ: 'x',
    ɡ: 'g',
    ı: 'i', // Greek and others
  }),
);

/** Returns the other name that looks the same to a person, if there is one. */
export function lookAlike(name: string, known: readonly string[]): string | undefined {
  const look = lookOf(name);
  return known.find((one) => one !== name && lookOf(one) === look);
}

function lookOf(name: string): string {
  const letters = name
    .normalize('NFKD')
    .replaceAll(/[\p{Cc}\p{Cf}\p{Mn}\p{Z}\p{Default_Ignorable_Code_Point}]/gu, '')
    .toLowerCase();
  return Array.from(letters, (letter) => drawnLike.get(letter) ?? letter).join('');
}
