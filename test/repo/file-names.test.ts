import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');

describe('a file with a single class', () => {
  it.each([
    'analysis',
    'cli',
    'client',
    'hardcoded',
    'run',
    'runtime',
    'server',
    'sign-in',
    'vault',
    'vault-client',
    'webview',
  ])('is named after it, or after its last words, in %s/', (folder) => {
    const strays = sourcesBelow(folder).filter((file) => {
      const name = onlyClass(readFileSync(path.join(root, file), 'utf8'));
      return name !== undefined && !`-${inKebab(name)}`.endsWith(`-${nameOf(file)}`);
    });
    expect(strays).toEqual([]);
  });
});

function sourcesBelow(folder: string): string[] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => path.posix.join(folder, name));
}

function nameOf(file: string): string {
  return path.basename(file, '.ts');
}

/** Undefined when a file exports a function or a constant besides its class, or another class. */
function onlyClass(text: string): string | undefined {
  const exported = [...text.matchAll(/^export (?:async )?(class|const|function\*?) (\w+)/gm)];
  const [only, more] = exported;
  return more === undefined && only?.[1] === 'class' ? only[2] : undefined;
}

function inKebab(name: string): string {
  return name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();
}
