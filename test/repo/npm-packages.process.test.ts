import { execFileSync, spawnSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import project from '../../package.json' with { type: 'json' };
import { entriesOf, fieldOf } from './support/parsed.ts';
import { nodes, pathWith } from '../reviewers/support/nodes.ts';
import { packedPackage } from '../reviewers/support/packed-package.ts';

const root = path.resolve(import.meta.dirname, '../..');
const { version } = project;
const folder = mkdtempSync(path.join(os.tmpdir(), 'agent-secrets-npm-'));
const packages = (): string => path.dirname(packedPackage());
const commandLine = (): string => path.join(packages(), `agent-secrets-${version}.tgz`);
const vault = (): string => path.join(packages(), `agent-secrets-vault-${version}.tgz`);

/** Installs into an empty folder as users do, but without the registry. */
function install(name: string, tarballs: readonly string[]): string {
  const target = path.join(folder, name);
  mkdirSync(target);
  writeFileSync(path.join(target, 'package.json'), '{"private":true}');
  const args = ['install', '--ignore-scripts', '--offline', '--no-audit', '--no-fund', ...tarballs];
  execFileSync('npm', args, { cwd: target, stdio: 'pipe' });
  return target;
}

function run(
  where: string,
  args: readonly string[],
  node = process.execPath,
  more: Readonly<Record<string, string>> = {},
) {
  const program = path.join(where, 'node_modules/.bin/agent-secrets');
  const env = { PATH: pathWith(node), HOME: folder, ...more };
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: root, env, encoding: 'utf8' });
  return { code: status, stdout, stderr };
}

const check = ['check', 'examples', '--catalog', 'examples/catalog.json'];

/** Names a file of the repository from any folder. */
function absolute(argument: string): string {
  return argument.startsWith('examples') ? path.join(root, argument) : argument;
}

beforeAll(() => void packedPackage(), 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the package agent-secrets', () => {
  let installed: string;
  beforeAll(() => (installed = install('command-line', [commandLine()])));
  const inPackage = (file: string): string => path.join(installed, 'node_modules/agent-secrets', file);

  it('contains these files and no others', () => {
    expect(
      filesOf(inPackage('')).filter((file) => !file.startsWith('dist/runtime/python/agent_secrets/')),
    ).toEqual([
      'LICENSE',
      'README.md',
      'THIRD-PARTY-NOTICES.txt',
      'action.yml',
      'dist/action.js',
      'dist/agent-secrets.js',
      'dist/call.js',
      'dist/cli.js',
      'dist/detector.js',
      'dist/mcp.js',
      'dist/network.js',
      'dist/runtime/python/call.py',
      'dist/scan.js',
      'dist/sign-in.js',
      'package.json',
    ]);
    const python = filesOf(inPackage('dist/runtime/python/agent_secrets'));
    expect(python).toEqual(
      filesOf(path.join(root, 'runtime/python/src/agent_secrets')).filter(
        (file) => !file.includes('__pycache__'),
      ),
    );
  });

  it('has no dependencies, and takes at most 3 MB', () => {
    const manifest: unknown = JSON.parse(readFileSync(inPackage('package.json'), 'utf8'));
    expect(manifest).toEqual({
      name: 'agent-secrets',
      version,
      description: 'Checks code that reads the secrets of AI agents, and manages a vault.',
      license: 'Apache-2.0',
      repository: { ...project.repository, directory: 'cli' },
      engines: { node: '>=22.15' },
      bin: { 'agent-secrets': 'dist/agent-secrets.js' },
      publishConfig: { access: 'public', provenance: true },
    });
    const bytes = filesOf(inPackage('')).reduce((sum, file) => sum + statSync(inPackage(file)).size, 0);
    expect(bytes).toBeLessThan(3_000_000);
  });

  it('contains the licenses of what it includes', () => {
    const notices = readFileSync(inPackage('THIRD-PARTY-NOTICES.txt'), 'utf8');
    expect(notices).toContain(`undici ${project.dependencies.undici} (MIT)`);
    expect(notices).toContain(`@lezer/python ${project.dependencies['@lezer/python']} (MIT)`);
    expect(notices).toContain('Permission is hereby granted');
    expect(notices).not.toContain('better-sqlite3');
  });

  it.each(nodes)('checks code on Node %s', (_, node) => {
    const { code, stdout, stderr } = run(installed, check, node);
    expect({ code, stdout: stdout.split('\n').at(-2) }).toEqual({
      code: 1,
      stdout: '13 findings in 10 files.',
    });
    expect(stderr).not.toContain('error');
  });

  it.each(nodes)('runs with npx, without a network, on Node %s', (name, node) => {
    const empty = path.join(folder, `npx-${name}`);
    mkdirSync(empty);
    copyFileSync(commandLine(), path.join(empty, 'agent-secrets.tgz'));
    // Nothing listens there.
    const env = { PATH: pathWith(node), HOME: empty, HTTPS_PROXY: 'http://127.0.0.1:1' };
    const npx = (cwd: string, ...program: readonly string[]) => {
      const args = ['--offline', '--yes', ...program, ...check.map(absolute)];
      const { status, stdout, stderr } = spawnSync('npx', args, { cwd, env, encoding: 'utf8' });
      return { code: status, last: stdout.split('\n').at(-2), hasError: /error|ERR!/.test(stderr) };
    };
    const expected = { code: 1, last: '13 findings in 10 files.', hasError: false };
    expect(npx(installed, 'agent-secrets')).toEqual(expected);
    expect(npx(empty, './agent-secrets.tgz')).toEqual(expected);
  });

  it.each(nodes)('starts where the cache of compiled code cannot be written, on Node %s', (_, node) => {
    const file = path.join(folder, 'not-a-folder');
    writeFileSync(file, '');
    const env = { NODE_COMPILE_CACHE: path.join(file, 'cache') };
    expect(run(installed, ['--version'], node, env)).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  });

  it('writes no cache of compiled code if the user has disabled it', () => {
    const cacheWith = (name: string, env: Readonly<Record<string, string>>): readonly string[] => {
      const temporary = path.join(folder, name);
      mkdirSync(temporary);
      expect(run(installed, ['--version'], process.execPath, { TMPDIR: temporary, ...env }).code).toBe(0);
      return readdirSync(temporary);
    };
    expect(cacheWith('cached', {})).toEqual(['node-compile-cache']);
    expect(cacheWith('not-cached', { NODE_DISABLE_COMPILE_CACHE: '1' })).toEqual([]);
  });

  it.each(nodes)('finds credentials in code on Node %s', (_, node) => {
    const workspace = path.join(folder, 'leak');
    mkdirSync(path.join(workspace, 'functions'), { recursive: true });
    writeFileSync(path.join(workspace, 'project.yaml'), 'project_id: booking\nproject_name: Booking\n');
    // Assembled here, so that a search of this file finds no credential.
    const token = ['glpat', 'zK4vT9wQ2mXr7LbNc5Jd'].join('-');
    writeFileSync(path.join(workspace, 'functions/pay.py'), `def pay(conv):\n    return "${token}"\n`);
    const { stdout } = run(installed, ['check', workspace, '--catalog', 'examples/catalog.json'], node);
    expect(stdout).toContain('a GitLab token');
  });

  it.each(nodes)('connects to a vault, and loads the sign-in and completion, on Node %s', (_, node) => {
    const login = run(installed, ['login', '--browser', '--vault', 'http://127.0.0.1:1'], node);
    expect(login.stderr).toContain('at 127.0.0.1:1: no answer.');
    const load = ['-p', `typeof require(${JSON.stringify(inPackage('dist/sign-in.js'))}).signInWithBrowser`];
    expect(execFileSync(node, load, { encoding: 'utf8' })).toBe('function\n');
    const loadNetwork = `typeof require(${JSON.stringify(inPackage('dist/network.js'))}).createNetwork({}).fetch`;
    expect(execFileSync(node, ['-p', loadNetwork], { encoding: 'utf8' })).toBe('function\n');
    expect(run(installed, ['completion', 'bash'], node)).toMatchObject({ code: 0, stderr: '' });
    expect(run(installed, ['--version'], node).stdout).toBe(`${version}\n`);
  });

  it('says which command installs the vault', () => {
    expect(run(installed, ['vault', 'serve', '--data', path.join(folder, 'none')])).toEqual({
      code: 2,
      stdout: '',
      stderr: `error: The vault is not installed. Install it next to this program: npm install @agent-secrets/vault@${version} (with -g if this program was installed with -g).\n`,
    });
  });

  it('starts with a file that Node 0.10 can parse, and says which Node it needs', () => {
    const start = readFileSync(inPackage('dist/agent-secrets.js'), 'utf8');
    expect(start).not.toMatch(/=>|`|\b(?:const|let|class|import|async)\b|\?\?|\?\.|,\s*\)/);
    const old = `Object.defineProperty(process, 'versions', { value: { node: '18.20.4' } });`;
    writeFileSync(path.join(folder, 'old.cjs'), old);
    const args = ['--require', path.join(folder, 'old.cjs'), inPackage('dist/agent-secrets.js'), '--help'];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    expect({ status, stdout, stderr }).toEqual({
      status: 2,
      stdout: '',
      stderr: 'error: agent-secrets needs Node 22.15 or newer; this is Node 18.20.4.\n',
    });
  });
});

describe('the package @agent-secrets/vault', () => {
  let installed: string;
  beforeAll(() => {
    const dependencies = withDependencies(['better-sqlite3', 'pino']).map((name) =>
      path.join(root, 'node_modules', name),
    );
    const packed = execFileSync('npm', ['pack', '--ignore-scripts', '--silent', ...dependencies], {
      cwd: folder,
      encoding: 'utf8',
    });
    const tarballs = packed
      .trim()
      .split('\n')
      .map((name) => path.join(folder, name));
    installed = install('with-vault', [commandLine(), vault(), ...tarballs]);
  });
  const inPackage = (file: string): string => path.join(installed, 'node_modules/@agent-secrets/vault', file);

  it('contains these files and no others', () => {
    expect(filesOf(inPackage(''))).toEqual([
      'LICENSE',
      'README.md',
      'THIRD-PARTY-NOTICES.txt',
      'dist/vault.js',
      'package.json',
    ]);
  });

  it('depends on exact versions of what cannot be bundled', () => {
    const manifest: unknown = JSON.parse(readFileSync(inPackage('package.json'), 'utf8'));
    expect(manifest).toMatchObject({
      name: '@agent-secrets/vault',
      version,
      dependencies: {
        'better-sqlite3': project.dependencies['better-sqlite3'],
        pino: project.dependencies.pino,
      },
      engines: { node: '>=24' },
      repository: { ...project.repository, directory: 'vault' },
      publishConfig: { access: 'public', provenance: true },
    });
  });

  it('makes the commands for operators work', () => {
    const data = path.join(folder, 'data');
    expect(run(installed, ['vault', 'init', '--data', data])).toMatchObject({ code: 0, stderr: '' });
    const status = run(installed, ['vault', 'status', '--data', data]);
    expect(status.stdout).toContain('SQLite');
    expect(status.stderr).toBe('');
  });

  it('refuses to work with another version of the command line', () => {
    const manifest = inPackage('package.json');
    const content = readFileSync(manifest, 'utf8');
    writeFileSync(manifest, content.replace(`"${version}"`, '"0.0.9"'));
    const { code, stderr } = run(installed, ['vault', 'status', '--data', path.join(folder, 'data')]);
    writeFileSync(manifest, content);
    expect(code).toBe(2);
    expect(stderr).toContain(
      `This program has version ${version}, but @agent-secrets/vault has version 0.0.9.`,
    );
  });
});

it('the package @agent-secrets/client is published like the others', () => {
  const file = path.join(packages(), `agent-secrets-client-${version}.tgz`);
  const text = execFileSync('tar', ['-xzOf', file, 'package/package.json'], { encoding: 'utf8' });
  const manifest: unknown = JSON.parse(text);
  expect(manifest).toMatchObject({
    version,
    repository: { ...project.repository, directory: 'runtime/node' },
    publishConfig: { access: 'public', provenance: true },
  });
});

/** The names of packages and all that they depend on, as locked. */
function withDependencies(names: readonly string[]): readonly string[] {
  const lock: unknown = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8'));
  const found = new Set(names);
  for (const name of found) {
    const locked = fieldOf(fieldOf(lock, 'packages'), `node_modules/${name}`);
    for (const [dependency] of entriesOf(fieldOf(locked, 'dependencies'))) found.add(dependency);
  }
  return [...found];
}

/** Relative paths, sorted. */
function filesOf(where: string): readonly string[] {
  return readdirSync(where, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(where, path.join(entry.parentPath, entry.name)))
    .toSorted();
}
