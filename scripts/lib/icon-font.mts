interface Table {
  readonly tag: string;
  readonly data: Buffer;
}

interface Icons {
  readonly css: string;
  readonly font: Buffer;
}

/**
 * Reduces an icon style sheet and its font to the icons that `scripts` uses: those whose names are string
 * literals in it.
 */
export function iconsNamedIn({ css, font }: Icons, scripts: string): Icons {
  const named = new Set([...scripts.matchAll(/["'`]([a-z][a-z-]*)["'`]/g)].map(([, name]) => name));
  const characters = new Set<number>();
  const kept = css.replaceAll(
    /^\.codicon-([\w-]+):before \{ content: "\\([\da-f]+)" \}\n/gm,
    (rule: string, name: string, code: string) => {
      if (!named.has(name)) return '';
      characters.add(Number.parseInt(code, 16));
      return rule;
    },
  );
  return { css: kept, font: fontWith(font, characters) };
}

/**
 * The font reduced to these characters and their outlines. Glyphs keep their indexes, so all other tables stay
 * valid.
 */
function fontWith(font: Buffer, characters: ReadonlySet<number>): Buffer {
  const tables = tablesOf(font);
  const dataOf = (tag: string): Buffer => {
    const found = tables.find((table) => table.tag === tag);
    if (!found) throw new Error(`The font has no table ${tag}.`);
    return found.data;
  };
  const offsets = offsetsOf(dataOf('loca'), dataOf('head').readInt16BE(50) === 1);
  const glyphs = glyphsOf(dataOf('cmap'), characters);
  const drawn = new Set(glyphs.values());
  const outlines = dataOf('glyf');
  const parts: Buffer[] = [];
  const location = Buffer.alloc(offsets.length * 4);
  let size = 0;
  for (let glyph = 0; glyph + 1 < offsets.length; glyph += 1) {
    location.writeUInt32BE(size, glyph * 4);
    const outline = outlines.subarray(offsets[glyph], offsets[glyph + 1]);
    if (outline.length === 0 || !(glyph === 0 || drawn.has(glyph))) continue;
    if (outline.readInt16BE(0) < 0)
      throw new Error('A glyph is composed of other glyphs, which would be missing.');
    parts.push(outline, Buffer.alloc(-outline.length & 3));
    size += (outline.length + 3) & ~3;
  }
  location.writeUInt32BE(size, location.length - 4);
  const head = Buffer.from(dataOf('head'));
  head.writeInt16BE(1, 50); // Four-byte offsets.
  // Format 3: without glyph names.
  const post = Buffer.from(dataOf('post').subarray(0, 32));
  post.writeUInt32BE(0x0003_0000, 0);
  const changed: Readonly<Record<string, Buffer>> = {
    cmap: mapOf(glyphs),
    glyf: Buffer.concat(parts),
    head,
    loca: location,
    post,
  };
  return fontOf(tables.map(({ tag, data }) => ({ tag, data: changed[tag] ?? data })));
}

function tablesOf(font: Buffer): readonly Table[] {
  return Array.from({ length: font.readUInt16BE(4) }, (_, index) => {
    const entry = 12 + index * 16;
    const start = font.readUInt32BE(entry + 8);
    const data = font.subarray(start, start + font.readUInt32BE(entry + 12));
    return { tag: font.toString('latin1', entry, entry + 4), data };
  });
}

function offsetsOf(location: Buffer, isLong: boolean): readonly number[] {
  const width = isLong ? 4 : 2;
  return Array.from({ length: location.length / width }, (_, index) =>
    isLong ? location.readUInt32BE(index * 4) : location.readUInt16BE(index * 2) * 2,
  );
}

/** The glyph indexes of these characters, from the format 4 table. */
function glyphsOf(map: Buffer, characters: ReadonlySet<number>): ReadonlyMap<number, number> {
  const starts = Array.from({ length: map.readUInt16BE(2) }, (_, index) => map.readUInt32BE(8 + index * 8));
  const start = starts.find((at) => map.readUInt16BE(at) === 4);
  if (start === undefined) throw new Error('The font has no supported character map.');
  const table = map.subarray(start);
  const length = table.readUInt16BE(6);
  const found = new Map<number, number>();
  for (let at = 0; at < length; at += 2) {
    const [first, last] = [table.readUInt16BE(16 + length + at), table.readUInt16BE(14 + at)];
    const delta = table.readUInt16BE(16 + 2 * length + at);
    const rangeAt = 16 + 3 * length + at;
    const range = table.readUInt16BE(rangeAt);
    for (const character of characters) {
      if (character < first || character > last) continue;
      const glyph = range === 0 ? character : table.readUInt16BE(rangeAt + range + 2 * (character - first));
      found.set(character, (glyph + delta) & 0xffff);
    }
  }
  return found;
}

/** A character map in format 4, with one segment per character. */
function mapOf(glyphs: ReadonlyMap<number, number>): Buffer {
  // The format requires this last segment.
  const segments = [...glyphs].toSorted(([one], [other]) => one - other).concat([[0xffff, 0]]);
  const power = 2 ** Math.floor(Math.log2(segments.length));
  const search = [power * 2, Math.log2(power), (segments.length - power) * 2];
  const characters = segments.map(([character]) => character);
  const deltas = segments.map(([character, glyph]) => (glyph - character) & 0xffff);
  const body = [segments.length * 2, ...search, ...characters, 0, ...characters, ...deltas];
  const table = [4, 6 + 2 * (body.length + segments.length), 0, ...body, ...segments.map(() => 0)];
  const header = [0, 1, 3, 1, 0, 12];
  const numbers = [...header, ...table];
  const map = Buffer.alloc(numbers.length * 2);
  for (const [index, number] of numbers.entries()) map.writeUInt16BE(number, index * 2);
  return map;
}

function fontOf(tables: readonly Table[]): Buffer {
  const header = Buffer.alloc(12 + tables.length * 16);
  const power = 2 ** Math.floor(Math.log2(tables.length));
  header.writeUInt32BE(0x0001_0000, 0);
  header.writeUInt16BE(tables.length, 4);
  header.writeUInt16BE(power * 16, 6);
  header.writeUInt16BE(Math.log2(power), 8);
  header.writeUInt16BE((tables.length - power) * 16, 10);
  const parts = [header];
  let start = header.length;
  for (const [index, { tag, data }] of tables.entries()) {
    const padded = Buffer.concat([data, Buffer.alloc(-data.length & 3)]);
    // The checksum of the entire font is written here after everything else is known.
    if (tag === 'head') padded.writeUInt32BE(0, 8);
    const entry = 12 + index * 16;
    header.write(tag, entry, 'latin1');
    header.writeUInt32BE(sumOf(padded), entry + 4);
    header.writeUInt32BE(start, entry + 8);
    header.writeUInt32BE(data.length, entry + 12);
    parts.push(padded);
    start += padded.length;
  }
  const font = Buffer.concat(parts);
  const headAt = font.readUInt32BE(20 + 16 * tables.findIndex(({ tag }) => tag === 'head'));
  font.writeUInt32BE((0xb1b0_afba - sumOf(font)) >>> 0, headAt + 8);
  return font;
}

function sumOf(data: Buffer): number {
  let sum = 0;
  for (let at = 0; at < data.length; at += 4) sum = (sum + data.readUInt32BE(at)) >>> 0;
  return sum;
}
