import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { load } from 'js-yaml';
import project from '../../../package.json' with { type: 'json' };
import { packedPackage } from './packed-package.ts';

const page = path.resolve(import.meta.dirname, '../../../docs/for-reviewers.md');

/** Puts the tarball where the snippets for unpublished packages expect it. */
export function addTarball(root: string): void {
  mkdirSync(path.join(root, 'tools'));
  copyFileSync(packedPackage(), path.join(root, `tools/agent-secrets-${project.version}.tgz`));
}

/** What the page for reviewers says to use until the packages are published, for the file with this name. */
export function tarballSnippet(file: string): unknown {
  const [, section = ''] = readFileSync(page, 'utf8').split('### Until the packages are published\n');
  const snippets = [...section.matchAll(/```yaml\n# ([^\n,]+)([^]*?)```/g)];
  const found = snippets.find(([, name]) => name === file);
  if (found === undefined) throw new Error(`docs/for-reviewers.md shows no ${file} with the tarball.`);
  return load(found[0].replaceAll(/^```.*$/gm, ''));
}
