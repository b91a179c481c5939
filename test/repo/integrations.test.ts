import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import project from '../../package.json' with { type: 'json' };
import { entriesOf, fieldOf, listOf, textOf } from './support/parsed.ts';

const root = path.resolve(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');
const page = read('docs/for-reviewers.md');
const action = load(read('action.yml'));
const inputs = entriesOf(fieldOf(action, 'inputs'));

describe('the GitHub Action', () => {
  it('runs our bundle without a shell, on a Node that runners have', () => {
    expect(fieldOf(action, 'runs')).toEqual({ using: 'node24', main: 'dist/action.js' });
    expect(read('esbuild.mjs')).toContain("entryPoints: ['integrations/github-action/main.ts']");
  });

  it('declares exactly the inputs and outputs that its code uses', () => {
    const code = ['inputs.ts', 'run-action.ts']
      .map((file) => read(`integrations/github-action/${file}`))
      .join('\n');
    const used = [...code.matchAll(/\binput\('([\w-]+)'\)/g)].map(([, name]) => name);
    expect(new Set(inputs.map(([name]) => name))).toEqual(new Set(used));
    const set = [...code.matchAll(/setOutput\(file, '([\w-]+)'/g)].map(([, name]) => name);
    expect(new Set(entriesOf(fieldOf(action, 'outputs')).map(([name]) => name))).toEqual(new Set(set));
  });

  it('has its inputs and their defaults on the page for reviewers', () => {
    for (const [name, input] of inputs) {
      const value = textOf(fieldOf(input, 'default'));
      const row = page.split('\n').find((line) => line.startsWith(`| \`${name}\` `));
      expect(row?.split('|')[2]?.trim()).toBe(value === '' ? '' : `\`${value}\``);
    }
  });
});

describe('the integrations', () => {
  it('all install the present version', () => {
    const texts = [
      page,
      read('integrations/gitlab/agent-secrets.gitlab-ci.yml'),
      read('integrations/pre-commit/.pre-commit-hooks.yaml'),
    ];
    const versions = texts.flatMap((text) =>
      [...text.matchAll(/agent-secrets@(?:action-v)?(\d[\w.-]*\d)/g)].map(([, one]) => one),
    );
    expect(versions.length).toBeGreaterThan(4);
    const tarballs = [...page.matchAll(/agent-secrets-(\d[\w.-]*)\.tgz/g)].map(([, one]) => one);
    expect(tarballs.length).toBeGreaterThan(4);
    expect(new Set([...versions, ...tarballs])).toEqual(new Set([project.version]));
    expect(fieldOf(JSON.parse(read('integrations/pre-commit/package.json')), 'version')).toBe(
      project.version,
    );
  });

  it('have the same hook for pre-commit on the page and in the mirror', () => {
    const [mirrored] = listOf(load(read('integrations/pre-commit/.pre-commit-hooks.yaml')));
    const [, yaml = ''] = /```yaml\n(# \.pre-commit-config[^]*?)```/.exec(page) ?? [];
    const shown = listOf(fieldOf(listOf(fieldOf(load(yaml), 'repos'))[0], 'hooks'))[0];
    for (const [name, value] of entriesOf(shown)) {
      const own = fieldOf(mirrored, name);
      expect(value).toEqual(name === 'entry' ? `${textOf(own)} --catalog catalog.json` : own);
    }
  });
});

describe('the pictures of the example pull request', () => {
  const pictures = readdirSync(path.join(root, 'docs/pull-request')).filter((file) => file.endsWith('.webp'));

  it('were taken from the present golden files', () => {
    const taken = entriesOf(JSON.parse(read('docs/pull-request/taken-from.json')));
    const golden = readdirSync(path.join(root, 'test/reviewers/golden'));
    // JSON is for scripts, which see the file itself.
    expect(taken.map(([file]) => file).toSorted()).toEqual(
      golden.filter((file) => file !== 'pull-request.json').toSorted(),
    );
    expect(pictures).toHaveLength(taken.length);
    for (const [file, hash] of taken) {
      const text = read(`test/reviewers/golden/${file}`);
      expect([file, createHash('sha256').update(text).digest('hex')]).toEqual([file, hash]);
    }
  });

  it.each(pictures)('%s is on the page for reviewers, and is small', (picture) => {
    expect(page).toContain(`](pull-request/${picture})`);
    expect(statSync(path.join(root, 'docs/pull-request', picture)).size).toBeLessThan(200_000);
  });
});
