import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const dist = path.resolve(import.meta.dirname, '../../dist');
const sizeOf = (file: string): number => statSync(path.join(dist, file)).size;

/** Upper bounds in bytes; docs/benchmarks.md has the current sizes. */
const budgets: Readonly<Record<string, number>> = {
  // Only the platform: a process loads everything else from the bundle for browsers.
  'extension.js': 30_000,
  // Only what needs Node: the rest is the bundle that workers run.
  'server.js': 24_000,
  'shared-server.js': 125_000,
  'web/extension.js': 650_000,
  // With one of the servers, a language server.
  'analysis.js': 607_000,
  // Only what Python does not need: it receives the engine from the bundle of the analysis.
  'javascript.js': 230_000,
};

const panelBytes = 150_000;
const scripts = readdirSync(path.join(dist, 'webview')).filter((file) => file.endsWith('.js'));
const panels = scripts.filter((file) => !file.startsWith('common-'));

/** A process and a worker load them alike. */
const anywhere = [
  'agent-project.js',
  'analysis.js',
  'detector.js',
  'javascript.js',
  'on-demand.js',
  'shared-server.js',
];

/**
 * What a browser has no equivalent of, and what would bypass the editor's network access, proxy and
 * certificates. The language client brings the others, for servers that are processes.
 */
const barred = /^(node:)?(cluster|dgram|dns|http|http2|https|inspector|tls|vm|worker_threads|zlib)(\/|$)/;

describe('the bundles', () => {
  it.each(Object.entries(budgets))('%s stays within %d bytes', (file, bytes) => {
    expect(sizeOf(file)).toBeLessThanOrEqual(bytes);
  });

  it.each(panels)('the panel %s stays within its budget, with all that it loads', (file) => {
    const loaded = [...loadedBy(path.join('webview', file))];
    expect(loaded.reduce((sum, one) => sum + sizeOf(one), 0)).toBeLessThanOrEqual(panelBytes);
  });

  it.each(scripts)('the panels’ script %s needs nothing that a browser lacks', (file) => {
    const needed = modulesOf(path.join('webview', file));
    expect(needed.filter((name) => !scripts.includes(name.replace('./', '')))).toEqual([]);
  });

  it('code for browsers requires nothing but the editor', () => {
    expect(modulesOf('web/extension.js')).toEqual(['vscode']);
    expect(anywhere.flatMap(modulesOf)).toEqual([]);
  });

  it('the extension reaches the network through the editor alone', () => {
    const needed = modulesOf('extension.js');
    expect(needed).toContain('vscode');
    expect(needed.filter((name) => barred.test(name))).toEqual([]);
  });

  it('the extension uses the editor’s own fetch: it holds no copy of undici', () => {
    expect(readFileSync(path.join(dist, 'extension.js'), 'utf8')).not.toContain('undici.globalDispatcher');
  });

  it('the language server cannot talk HTTP', () => {
    for (const file of ['server.js', 'shared-server.js', 'analysis.js'])
      expect(readFileSync(path.join(dist, file), 'utf8')).not.toMatch(/require\("(node:)?https?"\)/);
  });

  it.runIf(existsSync(path.join(dist, 'agent-secrets.vsix')))('the package stays within its budget', () => {
    expect(sizeOf('agent-secrets.vsix')).toBeLessThanOrEqual(1_000_000);
  });
});

/** A script and all scripts that it imports, directly or indirectly. */
function loadedBy(file: string, known = new Set<string>()): ReadonlySet<string> {
  if (known.has(file)) return known;
  known.add(file);
  for (const name of modulesOf(file)) loadedBy(path.join(path.dirname(file), name), known);
  return known;
}

/** The modules that a bundle requires from its environment. */
function modulesOf(file: string): readonly string[] {
  const text = readFileSync(path.join(dist, file), 'utf8');
  const asked = text.matchAll(
    /\b(?:require|import)\("([^"]+)"\)|\bfrom\s*"([\w@./][\w@:./-]*)"|\bimport"([\w@:./-]+)"/g,
  );
  return [...new Set([...asked].map(([, required, imported, run]) => required ?? imported ?? run ?? ''))];
}
