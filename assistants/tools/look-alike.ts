/** Letters of other scripts that most fonts draw like Latin ones: Cyrillic, Greek, and others. */
const [drawn, like] = ['авсԁеһіјкӏмнорѕтухαεικνορτυχɡı', 'abcdehijklmhopstyxaeikvoptuxgi'];

/** Returns the other name that looks the same to a person, if there is one. */
export function lookAlike(name: string, known: readonly string[]): string | undefined {
  const look = lookOf(name);
  return known.find((one) => one !== name && lookOf(one) === look);
}

function lookOf(name: string): string {
  if (/^[!-~]*$/.test(name)) return name.toLowerCase();
  const letters = name
    .normalize('NFKD')
    .replaceAll(/[\p{Cc}\p{Cf}\p{Mn}\p{Z}\p{Default_Ignorable_Code_Point}]/gu, '')
    .toLowerCase();
  return Array.from(letters, (letter) => like[drawn.indexOf(letter)] ?? letter).join('');
}
