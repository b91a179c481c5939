import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const [, map = ''] = readFileSync(path.join(root, 'docs/architecture.md'), 'utf8').split('## Code map');

/** The parts that have folders, with those of their folders that are described individually. */
const parts: readonly (readonly [part: string, ...places: string[]])[] = [
  ['analysis', 'analysis'],
  ['cli', 'cli'],
  ['client', 'client'],
  ['contracts', 'contracts'],
  ['run', 'run'],
  ['runtime', 'runtime'],
  ['server', 'server'],
  ['vault', 'vault', 'vault/domain'],
  ['vault-client', 'vault-client'],
  ['webview', 'webview'],
];

describe('the code map', () => {
  it.each(parts)('describes each folder in %s/', (part, ...places) => {
    const section = sectionOf(part);
    const missing = places.flatMap(foldersIn).filter((folder) => !section.includes(`\`${folder}/\``));
    expect(missing).toEqual([]);
  });

  it.each(parts)('has no row for a folder that is not in %s/', (part, ...places) => {
    const rows = [...sectionOf(part).matchAll(/^\| `([\w-]+)\/`/gm)].map(([, folder = '']) => folder);
    const gone = rows.filter((folder) => !places.some((place) => existsSync(path.join(root, place, folder))));
    expect(gone).toEqual([]);
  });
});

/** The text of the map about a part, up to the next. */
function sectionOf(part: string): string {
  return map.split(`\n### \`${part}/\`\n`)[1]?.split('\n### ')[0] ?? '';
}

/** Without the panels, which are described together. */
function foldersIn(place: string): readonly string[] {
  return readdirSync(path.join(root, place), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !existsSync(path.join(root, place, entry.name, 'main.ts')))
    .map(({ name }) => name);
}
