import { describe, expect, it } from 'vitest';
import project from '../../package.json' with { type: 'json' };
import { editorVersion } from '../../scripts/lib/editor-version.ts';
import { notesOf, problemsOfRelease } from '../../scripts/lib/release.ts';

const changelog = `# Changelog

## Unreleased

- Not out yet.

## [1.2.0] - 2026-11-21

### Added

- Something new.

## 1.1.0

- Something old.
`;

const repository = 'https://github.com/agent-secrets/agent-secrets.git';

describe('a tag to be published', () => {
  it('matches the version and has release notes', () => {
    expect(problemsOfRelease({ tag: 'v1.2.0', version: '1.2.0', changelog, repository })).toEqual([]);
  });

  it('is published from the repository that the packages name, because npm checks that', () => {
    const release = { tag: 'v1.2.0', version: '1.2.0', changelog, repository };
    expect(problemsOfRelease({ ...release, publishedFrom: 'agent-secrets/agent-secrets' })).toEqual([]);
    expect(problemsOfRelease({ ...release, publishedFrom: 'a-fork/agent-secrets' })).toEqual([
      `The npm registry rejects packages whose repository is ${repository} if a-fork/agent-secrets publishes them.`,
    ]);
  });

  it.each([
    ['of another version', { tag: 'v1.3.0', version: '1.2.0', changelog }, 'differ'],
    ['without its v', { tag: '1.2.0', version: '1.2.0', changelog }, 'differ'],
    ['without a description', { tag: 'v1.3.0', version: '1.3.0', changelog }, 'has no entry for'],
    [
      'of a version marketplaces refuse',
      { tag: 'v1.2.0-rc.1', version: '1.2.0-rc.1', changelog },
      'three numbers',
    ],
  ])('is refused when it is one %s', (_, release, reason) => {
    expect(problemsOfRelease({ ...release, repository }).join(' ')).toContain(reason);
  });
});

describe('the notes of a release', () => {
  it('are the changelog entries of that version alone', () => {
    expect(notesOf('1.2.0', changelog)).toBe('### Added\n\n- Something new.');
    expect(notesOf('1.1.0', changelog)).toBe('- Something old.');
  });

  it('are empty for a version that is only a prefix of another', () => {
    expect(notesOf('1.2', changelog)).toBe('');
  });
});

describe('the desktop editor to test in', () => {
  it('is the oldest one package.json supports when asked for the oldest', () => {
    expect(editorVersion('oldest', project.engines.vscode)).toBe('1.101.0');
  });

  it('is the current stable one, or the given one', () => {
    expect(editorVersion('stable', '^1.101.0')).toBe('stable');
    expect(editorVersion('1.110.1', '^1.101.0')).toBe('1.110.1');
  });

  it('gives types for nothing newer than the oldest editor', () => {
    expect(`^${project.devDependencies['@types/vscode']}`).toBe(project.engines.vscode);
  });
});
