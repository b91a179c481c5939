import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const page = readFileSync(path.join(root, 'docs/architecture.md'), 'utf8');
const [, map = ''] = page.split('## Code map');

/** The parts that have folders, with those of their folders that are described individually. */
const parts: readonly (readonly [part: string, ...places: string[]])[] = [
  ['analysis', 'analysis'],
  ['assistants', 'assistants'],
  ['cli', 'cli'],
  ['client', 'client'],
  ['contracts', 'contracts'],
  ['integrations', 'integrations'],
  ['review', 'review'],
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

describe('the architecture page', () => {
  it('names only files that exist', () => {
    const named = [...page.matchAll(/`([\w./-]+\.(?:ts|mts|mjs|py|txt))`/g)].map(([, file = '']) => file);
    const files = [
      '',
      ...parts.map(([part]) => part),
      'test',
      'hardcoded',
      'integrations',
      'review',
      'sign-in',
    ].flatMap(filesIn);
    expect(named.length).toBeGreaterThan(100);
    const sources = named.filter((name) => !name.startsWith('dist/'));
    expect(sources.filter((name) => !files.some((file) => `/${file}`.endsWith(`/${name}`)))).toEqual([]);
  });

  it('counts the files on each walk', () => {
    const walks = page.split('## Walks through the code')[1]?.split('\n## ')[0]?.split('\n**').slice(1) ?? [];
    expect(walks.length).toBeGreaterThan(1);
    for (const walk of walks) {
      const named = new Set([...walk.matchAll(/`([\w./-]+\.ts)`/g)].map(([, file]) => file));
      expect([walk.split('**')[0], `(${named.size} files)`]).toEqual([
        walk.split('**')[0],
        /\(\d+ files\)/.exec(walk)?.[0],
      ]);
    }
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

/** At any depth; of the root, only the files in it. */
function filesIn(place: string): readonly string[] {
  return readdirSync(path.join(root, place), { recursive: place !== '', encoding: 'utf8' })
    .filter((file) => !file.includes('node_modules'))
    .map((file) => path.posix.join(place, file));
}
