import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { iconsNamedIn } from '../../scripts/lib/icon-font.mts';

const root = path.resolve(import.meta.dirname, '../..');
const codicons = path.join(root, 'node_modules/@vscode/codicons/dist');
const all = {
  css: readFileSync(path.join(codicons, 'codicon.css'), 'utf8'),
  font: readFileSync(path.join(codicons, 'codicon.ttf')),
};
const namesIn = (css: string): readonly string[] =>
  [...css.matchAll(/\.codicon-([\w-]+):before/g)].map(([, name = '']) => name);

describe('the icons of the panels', () => {
  it('are those that a script names, with what every icon needs', () => {
    const { css, font } = iconsNamedIn(all, 'icon("add"), `eye`, zoom');
    expect(namesIn(css)).toEqual(['add', 'eye']);
    expect(css).toContain("[class*='codicon-']");
    expect(font.length).toBeLessThan(all.font.length / 10);
  });

  it('are drawn as before: tables of the font change only for removed outlines', () => {
    const everything = namesIn(all.css).map((name) => `"${name}"`);
    const whole = outlinesIn(iconsNamedIn(all, everything.join(' ')).font);
    const one = outlinesIn(iconsNamedIn(all, '"add"').font);
    const before = outlinesIn(all.font);
    expect(whole.filter((outline, glyph) => outline !== before[glyph])).toEqual([]);
    // The glyph for missing characters stays too.
    const kept = one.filter((outline) => outline !== '');
    expect(kept.length).toBeLessThanOrEqual(2);
    expect(one.filter((outline, glyph) => outline !== '' && outline !== before[glyph])).toEqual([]);
  });

  it('have their characters, and no others', () => {
    const everything = namesIn(all.css).map((name) => `"${name}"`);
    const before = glyphsIn(all.font);
    expect(glyphsIn(iconsNamedIn(all, everything.join(' ')).font)).toEqual(before);
    const few = iconsNamedIn(all, '"add" "eye"');
    const codes = [...few.css.matchAll(/content: "\\([\da-f]+)"/g)].map(([, code = '']) =>
      Number.parseInt(code, 16),
    );
    expect(glyphsIn(few.font)).toEqual(before.filter(([character]) => codes.includes(character)));
    expect(codes).toHaveLength(2);
  });

  it('are all in the package', () => {
    const sources = readdirSync(path.join(root, 'webview'), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => readFileSync(path.join(root, 'webview', file), 'utf8'))
      .join('\n');
    const named = [...sources.matchAll(/\bicon(?:\('|=")([a-z-]+)['"]/g)].map(([, name = '']) => name);
    expect(named.length).toBeGreaterThan(5);
    expect(namesIn(iconsNamedIn(all, sources).css)).toEqual(expect.arrayContaining([...new Set(named)]));
  });
});

function tableOf(font: Buffer, tag: string): Buffer {
  const entry = Array.from({ length: font.readUInt16BE(4) }, (_, index) => 12 + index * 16).find(
    (at) => font.toString('latin1', at, at + 4) === tag,
  );
  const start = font.readUInt32BE((entry ?? 0) + 8);
  return font.subarray(start, start + font.readUInt32BE((entry ?? 0) + 12));
}

/** The characters of the font for Windows, which browsers use, with their glyphs. */
function glyphsIn(font: Buffer): readonly (readonly [character: number, glyph: number])[] {
  const map = tableOf(font, 'cmap');
  const record = Array.from({ length: map.readUInt16BE(2) }, (_, index) => 4 + index * 8).find(
    (at) => map.readUInt32BE(at) === 0x0003_0001,
  );
  const table = map.subarray(map.readUInt32BE((record ?? 0) + 4));
  const segments = table.readUInt16BE(6);
  const found: (readonly [number, number])[] = [];
  for (let at = 0; at < segments; at += 2) {
    const [first, last] = [table.readUInt16BE(16 + segments + at), table.readUInt16BE(14 + at)];
    const delta = table.readUInt16BE(16 + 2 * segments + at);
    const rangeAt = 16 + 3 * segments + at;
    const range = table.readUInt16BE(rangeAt);
    for (let character = first; character <= last; character += 1) {
      const glyph = range === 0 ? character : table.readUInt16BE(rangeAt + range + 2 * (character - first));
      if (character < 0xffff) found.push([character, (glyph + delta) & 0xffff]);
    }
  }
  return found;
}

/** The outline of each glyph, without padding. */
function outlinesIn(font: Buffer): readonly string[] {
  const [location, outlines] = [tableOf(font, 'loca'), tableOf(font, 'glyf')];
  const isLong = tableOf(font, 'head').readInt16BE(50) === 1;
  const offsets = Array.from({ length: location.length / (isLong ? 4 : 2) }, (_, index) =>
    isLong ? location.readUInt32BE(index * 4) : location.readUInt16BE(index * 2) * 2,
  );
  return offsets.slice(0, -1).map((start, index) =>
    outlines
      .subarray(start, offsets[index + 1])
      .toString('hex')
      .replace(/(?:00){1,3}$/, ''),
  );
}
