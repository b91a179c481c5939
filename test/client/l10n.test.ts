import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const bundle: unknown = JSON.parse(readFileSync(path.join(root, 'l10n/bundle.l10n.json'), 'utf8'));

it('the bundle for translators has every text of the extension host and the panels, and no other', () => {
  const texts = [...textsBelow('client'), ...textsBelow('webview')];
  const expected = Object.fromEntries([...new Set(texts)].toSorted().map((text) => [text, text]));
  expect(bundle).toEqual(expected);
});

function textsBelow(folder: string): string[] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => textsIn(readFileSync(path.join(root, folder, file), 'utf8')));
}

/** The first argument of each `l10n.t(…)`, in panels `t(…)`; our texts are single-quoted literals. */
function textsIn(source: string): string[] {
  return [...source.matchAll(/\bt\(\s*'((?:[^'\\]|\\.)*)'/g)].map((match) => match[1] ?? '');
}
