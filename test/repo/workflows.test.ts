import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import project from '../../package.json' with { type: 'json' };
import { entriesOf, fieldOf, listOf, textOf } from './support/parsed.ts';

const github = path.resolve(import.meta.dirname, '../../.github');
const folder = path.join(github, 'workflows');
const names = readdirSync(folder);
const read = (...segments: string[]): string => readFileSync(path.join(github, ...segments), 'utf8');
const publisher: unknown = JSON.parse(read('publish', 'package.json'));

/** The only rights beyond reading that a job may have, and the jobs that have them. */
const rights: Readonly<Record<string, readonly string[]>> = {
  'release.yml/attest': ['id-token', 'attestations'],
  'release.yml/publish': ['id-token'],
  'release.yml/publish-npm': ['id-token'],
  'release.yml/release': ['contents'],
  'release.yml/action': ['contents'],
};

describe.each(names)('the workflow %s', (name) => {
  const text = read('workflows', name);
  const workflow = load(text);
  const jobs = entriesOf(fieldOf(workflow, 'jobs'));

  it('has jobs, each on a named version of a system and with a timeout', () => {
    expect(jobs).not.toEqual([]);
    for (const [, job] of jobs.filter(([, one]) => fieldOf(one, 'uses') === undefined)) {
      expect(textOf(fieldOf(job, 'runs-on'))).not.toMatch(/^$|latest/);
      expect(fieldOf(job, 'timeout-minutes')).toBeTypeOf('number');
    }
  });

  it('pins every action by the full hash of a commit, and says which version that is', () => {
    const used = [...text.matchAll(/uses:(.*)$/gm)].map(([, what = '']) => what.trim());
    const pinned = /^[\w-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/;
    expect(used.filter((what) => !pinned.test(what) && !what.startsWith('./.github/'))).toEqual([]);
  });

  it('may only read the source, unless a job says otherwise', () => {
    expect(fieldOf(workflow, 'permissions')).toEqual({ contents: 'read' });
  });

  it.each(jobs)('gives the job %s no right it does not need', (jobName, job) => {
    const granted = entriesOf(fieldOf(job, 'permissions'));
    const writing = granted.filter(([, level]) => level !== 'read').map(([right]) => right);
    expect(writing).toEqual(rights[`${name}/${jobName}`] ?? []);
  });

  it('contains no secret, and never lends its rights to a stranger’s change', () => {
    expect(text).not.toMatch(/\{\{[^}]*\bsecrets\b|^\s*secrets:/m);
    expect(text).not.toMatch(/pull_request_target|workflow_run/);
  });

  it.each([
    ['leaves no token in the checked-out folder', 'actions/checkout@', 'persist-credentials'],
    ['takes nothing from a cache', 'actions/setup-node@', 'package-manager-cache'],
  ])('%s', (_, action, setting) => {
    const steps = stepsOf(jobs).filter((step) => textOf(fieldOf(step, 'uses')).startsWith(action));
    expect(steps.filter((step) => fieldOf(fieldOf(step, 'with'), setting) !== false)).toEqual([]);
  });

  it('puts no external input into the text of a command', () => {
    expect(commandsOf(jobs).filter((command) => command.includes('${{'))).toEqual([]);
  });

  it('runs only scripts that exist', () => {
    const called = [
      ...commandsOf(jobs)
        .join('\n')
        .matchAll(/npm (?:run ([\w:]+)|(test))/g),
    ];
    const scripts = called.map(([, script, test]) => script ?? test ?? '');
    expect(scripts.filter((script) => !Object.hasOwn(project.scripts, script))).toEqual([]);
  });
});

describe('a release', () => {
  const release = load(read('workflows', 'release.yml'));
  const job = (name: string): unknown => fieldOf(fieldOf(release, 'jobs'), name);

  it('starts with a tag and nothing else', () => {
    expect(fieldOf(release, 'on')).toEqual({ push: { tags: ['v*.*.*'] } });
  });

  it('builds once: only one job packs, and no later one has the source', () => {
    const building = entriesOf(fieldOf(release, 'jobs'))
      .filter(([, one]) =>
        commandsOf([['', one]]).some((command) => /npm test|npm run (package|build)/.test(command)),
      )
      .map(([name]) => name);
    expect(building).toEqual(['build']);
    const checkout = listOf(fieldOf(job('publish'), 'steps'))[0];
    expect(fieldOf(fieldOf(checkout, 'with'), 'sparse-checkout')).toBe('.github/publish');
  });

  it('publishes only what passed every suite and desktop VS Code and is attested', () => {
    expect(fieldOf(job('attest'), 'needs')).toEqual(['build', 'desktop']);
    expect(fieldOf(job('publish'), 'needs')).toEqual(['build', 'attest']);
    const commands = commandsOf([['', job('publish')]]);
    const publishing = commands.findIndex((command) => command.includes('publish:'));
    expect(commands.findIndex((command) => command.includes('sha256sum --check'))).toBeLessThan(publishing);
    expect(commands.findIndex((command) => command.startsWith('gh attestation verify'))).toBeLessThan(
      publishing,
    );
  });

  it('publishes to npm exactly the tarballs that were built, tested and attested', () => {
    expect(fieldOf(job('publish-npm'), 'needs')).toEqual(['build', 'attest']);
    const build = commandsOf([['', job('build')]]).join('\n');
    expect(build).toMatch(/npm test[^]*npm run package:npm[^]*sha256sum -- \*\.tgz/);
    const attesting = stepsOf([['', job('attest')]]).map((step) =>
      fieldOf(fieldOf(step, 'with'), 'subject-path'),
    );
    expect(attesting).toContain('agent-secrets.vsix\n*.tgz\n');
    const commands = commandsOf([['', job('publish-npm')]]);
    expect(commands.map((command) => command.split(' ').slice(0, 3).join(' '))).toEqual([
      'echo "$NPM_SHA256" |',
      'gh attestation verify',
      'npm publish "./$PACKAGE-${GITHUB_REF_NAME#v}.tgz"',
    ]);
    expect(commands[1]).toContain('"$PACKAGE-${GITHUB_REF_NAME#v}.tgz"');
  });

  it('goes to npm by the identity of the workflow, with its provenance, after an approval', () => {
    const npm = job('publish-npm');
    expect(fieldOf(npm, 'environment')).toBe('npm');
    expect(fieldOf(fieldOf(fieldOf(npm, 'strategy'), 'matrix'), 'package')).toEqual([
      'agent-secrets',
      'agent-secrets-client',
      'agent-secrets-vault',
    ]);
    expect(commandsOf([['', npm]]).at(-1)).toContain('--provenance --access public --ignore-scripts');
    expect(read('workflows', 'release.yml')).not.toMatch(/NODE_AUTH_TOKEN|_authToken|NPM_TOKEN|registry-url/);
  });

  it('goes to both marketplaces by the identity of the workflow, each after an approval', () => {
    const marketplaces = fieldOf(fieldOf(fieldOf(job('publish'), 'strategy'), 'matrix'), 'marketplace');
    expect(marketplaces).toEqual(['visual-studio-marketplace', 'open-vsx']);
    expect(fieldOf(job('publish'), 'environment')).toBe('${{ matrix.marketplace }}');
    expect(fieldOf(publisher, 'scripts')).toEqual({
      'publish:visual-studio-marketplace': 'vsce publish --oidc --packagePath',
      'publish:open-vsx': 'ovsx publish --trusted-publishing',
    });
  });

  it('is published by the program that packs it', () => {
    expect(fieldOf(fieldOf(publisher, 'dependencies'), '@vscode/vsce')).toBe(
      project.devDependencies['@vscode/vsce'],
    );
  });
});

describe('the updates of dependencies', () => {
  const updates = listOf(fieldOf(load(read('dependabot.yml')), 'updates'));

  it('wait a week', () => {
    const waits = updates.map((update) => fieldOf(fieldOf(update, 'cooldown'), 'default-days'));
    expect(waits).toEqual([7, 7, 7]);
  });

  it('reach packages, the actions pinned above, and the container', () => {
    const kinds = updates.map((update) => fieldOf(update, 'package-ecosystem'));
    expect(kinds).toEqual(['npm', 'github-actions', 'docker']);
  });
});

type Jobs = readonly (readonly [name: string, job: unknown])[];

function stepsOf(jobs: Jobs): readonly unknown[] {
  return jobs.flatMap(([, job]) => listOf(fieldOf(job, 'steps')));
}

function commandsOf(jobs: Jobs): readonly string[] {
  return stepsOf(jobs)
    .map((step) => textOf(fieldOf(step, 'run')))
    .filter((command) => command !== '');
}
