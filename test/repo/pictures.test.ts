import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { film } from '../screenshots/film.ts';
import { scenes } from '../screenshots/scenes/index.ts';
import { themeNames } from '../screenshots/themes.ts';
import { valuePage } from '../screenshots/value-page.ts';

const root = path.resolve(import.meta.dirname, '../..');
const folder = path.join(root, 'docs', 'images');
const gallery = path.join(folder, 'README.md');
const pages = [
  'README.md',
  'docs/for-authors.md',
  'docs/for-admins.md',
  'docs/for-reviewers.md',
  'docs/assistants-example.md',
  'docs/assistants.md',
];
const pictures = readdirSync(folder).filter((file) => file !== 'README.md');

/** Full paths of the pictures that a page shows. */
function shownOn(page: string): readonly string[] {
  const targets = [...readFileSync(page, 'utf8').matchAll(/!\[[^\]]*\]\(([^)\s]+)\)/g)];
  return targets.map(([, target = '']) => path.resolve(path.dirname(page), target));
}

describe('pictures of the documentation', () => {
  it.each([...pages, 'docs/images/README.md'])('%s shows only existing pictures', (page) => {
    const shown = shownOn(path.join(root, page));
    expect(shown).not.toEqual([]);
    expect(shown.filter((file) => !existsSync(file))).toEqual([]);
  });

  it('are all in the gallery', () => {
    const shown = new Set(shownOn(gallery));
    expect(pictures.filter((file) => !shown.has(path.join(folder, file)))).toEqual([]);
  });

  it('are those of the scenes, each in all themes', () => {
    const wanted = scenes.flatMap(({ name }) => themeNames.map((theme) => `${name}.${theme}.webp`));
    const others = [film, valuePage].flatMap(({ name, themes }) =>
      themes.map((theme) => `${name}.${theme}.webp`),
    );
    expect(pictures.toSorted()).toEqual([...wanted, ...others].toSorted());
  });

  it('have names of their own and say what they show', () => {
    expect(new Set(scenes.map(({ name }) => name)).size).toBe(scenes.length);
    for (const { alt } of [film, valuePage, ...scenes]) expect(alt).toMatch(/^[A-Z].{30,}[^.]$/);
  });

  it('are small enough to commit', () => {
    const sizes = pictures.map((file) => statSync(path.join(folder, file)).size);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(6_000_000);
    for (const theme of film.themes) {
      expect(statSync(path.join(folder, `${film.name}.${theme}.webp`)).size).toBeLessThan(1_500_000);
    }
  });
});
