/**
 * Shorter values and lines are not masked: `1`, `on` or `eu` would be replaced everywhere, and the gaps would
 * reveal the value.
 */
const fewestCharacters = 4;

/** Line lengths of base64 in PEM files and in MIME. The `base64` program uses the latter. */
const base64LineLengths = [64, 76] as const;

/**
 * The characters that encoders escape in URLs: RFC 3986, Python's `quote`, JavaScript, forms, complete URLs.
 */
const escapedInUrls = [
  /[^\w.~-]+/g,
  /[^\w.~/-]+/g,
  /[^\w.~!*'()-]+/g,
  /[^\w.*-]+/g,
  /[^\w.~!*'();/?:@&=+$,#-]+/g,
] as const;

/**
 * Returns the forms in which a program may print a value: the value and each of its lines, unchanged and
 * encoded as JSON, URLs and base64.
 */
export function writtenForms(value: string): ReadonlySet<string> {
  const pieces = [value, ...value.split(/[\r\n]+/).map((line) => line.trim())];
  const forms = pieces
    .filter(({ length }) => length >= fewestCharacters)
    .flatMap((piece) => [[piece], inJson(piece), inUrls(piece), inBase64(piece)].flat());
  return new Set(forms.filter(({ length }) => length >= fewestCharacters));
}

/** Omits the quotes. Serializers differ in which characters they escape beyond the required ones. */
function inJson(piece: string): readonly string[] {
  const plain = JSON.stringify(piece).slice(1, -1);
  return [
    plain,
    plain.replaceAll('/', String.raw`\/`),
    withEscapes(plain, /[<>&\u2028\u2029]/g),
    withEscapes(plain, /[\u0080-\uffff]/g),
    withEscapes(plain, /[\u0080-\uffff]/g).replaceAll(/(?<=\\u).{4}/g, (hex) => hex.toUpperCase()),
  ];
}

function withEscapes(text: string, unit: RegExp): string {
  return text.replaceAll(unit, (one) => String.raw`\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function inUrls(piece: string): readonly string[] {
  return escapedInUrls.flatMap((escaped) => {
    const upper = piece.replaceAll(escaped, percentEncoded);
    const lower = upper.replaceAll(/%../g, (one) => one.toLowerCase());
    return [upper, lower].flatMap((one) => [one, one.replaceAll('%20', '+')]);
  });
}

function percentEncoded(part: string): string {
  return Buffer.from(part).toString('hex').toUpperCase().replaceAll(/../g, '%$&');
}

/**
 * Within a longer string such as `user:password`, a value starts at one of three offsets in a base64 group.
 * Omits characters that also depend on an adjacent byte.
 */
function inBase64(piece: string): readonly string[] {
  const bytes = Buffer.from(piece);
  const alone = bytes.toString('base64');
  const within = [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
    return text.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6));
  });
  const lines = base64LineLengths.flatMap((length) =>
    alone.length > length ? (alone.match(new RegExp(`.{1,${length}}`, 'g')) ?? []) : [],
  );
  return [alone, alone.replace(/=+$/, ''), ...within, ...lines].flatMap((text) => [
    text,
    text.replaceAll('+', '-').replaceAll('/', '_'),
  ]);
}
