import { spawnSync } from 'node:child_process';
import { mkdtempSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { load } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { entriesOf, fieldOf, listOf, textOf } from '../repo/support/parsed.ts';
import { expectedChange, notOfThisChange } from './expected-change.ts';
import { checkOut, hostExample, type HostedExample } from './support/hosted-example.ts';
import { nodes, pathWith } from './support/nodes.ts';
import { packedPackage } from './support/packed-package.ts';
import { addTarball, tarballSnippet } from './support/snippets.ts';

const template = path.resolve(import.meta.dirname, '../../integrations/gitlab/agent-secrets.gitlab-ci.yml');
const job = fieldOf(load(readFileSync(template, 'utf8')), 'agent-secrets');
const variables = Object.fromEntries(
  entriesOf(fieldOf(job, 'variables')).map(([name, value]) => [name, textOf(value)]),
);
const scratch = mkdtempSync(path.join(os.tmpdir(), 'agent-secrets-gitlab-'));
let server: HostedExample;

beforeAll(() => {
  server = hostExample(path.join(scratch, 'server'));
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

let jobs = 0;

/** Runs the job as a runner does: its lines are one script that stops at the first failure. */
function runJob(
  node: string,
  env: Readonly<Record<string, string>>,
  prepare: (clone: string) => void = () => undefined,
) {
  const folder = path.join(scratch, String((jobs += 1)));
  const clone = path.join(folder, 'agents');
  mkdirSync(path.join(folder, 'global'), { recursive: true });
  checkOut(clone, server.root, 'refs/heads/loyalty', Number(variables['GIT_DEPTH']));
  prepare(clone);
  const script = listOf(fieldOf(job, 'script')).map(textOf).join('\n');
  const { status, stdout, stderr } = spawnSync('sh', ['-e', '-c', script], {
    cwd: clone,
    encoding: 'utf8',
    env: {
      PATH: `${path.join(folder, 'global/bin')}${path.delimiter}${pathWith(node)}`,
      HOME: folder,
      npm_config_prefix: path.join(folder, 'global'),
      npm_config_offline: 'true',
      AGENT_SECRETS_PACKAGE: packedPackage(),
      ...env,
      // In GitLab, variables of the job hide those of the file that includes it.
      ...variables,
    },
  });
  const report = (name: string): string => {
    const reports = fieldOf(fieldOf(job, 'artifacts'), 'reports');
    return readFileSync(path.join(clone, textOf(fieldOf(reports, name))), 'utf8');
  };
  return { code: status, log: stdout + stderr, report };
}

describe.each(nodes)('the job for GitLab, with Node %s', (_, node) => {
  it('checks a merge request, and leaves reports for its page', () => {
    const mergeRequest = {
      CI_MERGE_REQUEST_DIFF_BASE_SHA: server.base,
      AGENT_SECRETS_CATALOG: 'catalog.json',
    };
    const { code, log, report } = runJob(node, mergeRequest);
    expect(log).toContain('fraud_check_key');
    expect(code).toBe(1);
    const issues: unknown = JSON.parse(report('codequality'));
    const places = listOf(issues).map((issue) => [
      fieldOf(issue, 'check_name'),
      fieldOf(fieldOf(issue, 'location'), 'path'),
      fieldOf(fieldOf(fieldOf(issue, 'location'), 'lines'), 'begin'),
    ]);
    for (const finding of expectedChange.new) expect(places).toContainEqual(finding);
    expect(report('junit')).toContain('<testsuite');
    for (const name of notOfThisChange)
      expect(log + report('codequality') + report('junit')).not.toContain(name);
  });
});

describe('the job for GitLab', () => {
  it('works from the tarball as the page for reviewers shows, until the package is published', () => {
    const ofSnippet = entriesOf(fieldOf(tarballSnippet('.gitlab-ci.yml'), 'variables'));
    const env = Object.fromEntries(ofSnippet.map(([name, value]) => [name, textOf(value)]));
    const mergeRequest = { ...env, CI_MERGE_REQUEST_DIFF_BASE_SHA: server.base };
    expect(env['AGENT_SECRETS_PACKAGE']).toMatch(/^\.\/tools\//);
    const { code, log } = runJob(process.execPath, mergeRequest, addTarball);
    expect(log).toContain('fraud_check_key');
    expect(code).toBe(1);
  });

  it('checks everything on the default branch', () => {
    const { code, log } = runJob(process.execPath, { AGENT_SECRETS_CATALOG: 'catalog.json' });
    expect(code).toBe(1);
    expect(log).toContain('wether_api_key');
  });

  it('uses the snapshot in a merge request from a fork, which gets no key', () => {
    const { code, log } = runJob(process.execPath, {
      CI_MERGE_REQUEST_DIFF_BASE_SHA: server.base,
      AGENT_SECRETS_VAULT_URL: 'https://vault.example.com',
      AGENT_SECRETS_CATALOG: 'catalog.json',
    });
    expect(code).toBe(1);
    expect(log).toContain('fraud_check_key');
  });

  it('passes if no finding is severe enough', () => {
    const { code } = runJob(process.execPath, {
      CI_MERGE_REQUEST_DIFF_BASE_SHA: server.base,
      AGENT_SECRETS_CATALOG: 'catalog.json',
      AGENT_SECRETS_FAIL_ON: 'error',
    });
    expect(code).toBe(0);
  });

  it('has names of variables that are not run as commands', () => {
    const { code, log } = runJob(process.execPath, {
      CI_MERGE_REQUEST_DIFF_BASE_SHA: '$(echo pwned >&2); echo pwned',
      AGENT_SECRETS_CATALOG: 'catalog.json',
    });
    expect(code).toBe(2);
    expect(log).not.toMatch(/^pwned$/m);
  });
});
