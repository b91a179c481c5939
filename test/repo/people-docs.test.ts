import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const pages = ['docs/for-authors.md', 'docs/for-admins.md', 'docs/for-reviewers.md'];
const read = (page: string): string => readFileSync(path.join(root, page), 'utf8');

/** Links and pictures of a page that point to our files. */
function targets(page: string): string[] {
  const links = [...read(page).matchAll(/\]\(([^)#\s]+)/g)].map(([, target = '']) => target);
  return links
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => path.join(path.dirname(page), target));
}

describe('the first pages for users', () => {
  it('links the page of each role', () => {
    expect(targets('README.md')).toEqual(expect.arrayContaining(pages));
  });

  it.each(['README.md', ...pages])('%s has no dead links', (page) => {
    expect(targets(page).length).toBeGreaterThan(1);
    expect(targets(page).filter((target) => !existsSync(path.join(root, target)))).toEqual([]);
  });

  it.each(pages)('%s calls commands as the editor does', (page) => {
    const strings = Object.values(JSON.parse(read('package.nls.json')) as Record<string, string>);
    const named = [...read(page).matchAll(/\*\*(?:Agent Secrets: )?([^*]+…)\*\*/g)].map(([, title]) => title);
    expect(named.filter((title) => title !== undefined && !strings.includes(title))).toEqual([]);
  });

  it('has a workflow for pull requests that pins actions as our own workflows do', () => {
    const used = (text: string) => [...text.matchAll(/uses: (.*)$/gm)].map(([, what = '']) => what.trim());
    const inPage = used(read('docs/for-reviewers.md'));
    expect(inPage).toContainEqual(
      expect.stringMatching(/^github\/codeql-action\/upload-sarif@[0-9a-f]{40} # v/),
    );
    const actions = inPage.filter((what) => what.startsWith('actions/'));
    expect(used(read('.github/workflows/ci.yml'))).toEqual(expect.arrayContaining(actions));
  });

  it.each(pages)('%s describes each picture in words', (page) => {
    expect(read(page)).not.toMatch(/!\[.{0,9}\]/);
  });
});
