import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const dist = path.resolve(import.meta.dirname, '../../dist');
const sizeOf = (file: string): number => statSync(path.join(dist, file)).size;

/** Upper bounds in bytes; docs/benchmarks.md has the sizes of today. */
const budgets: Readonly<Record<string, number>> = {
  'extension.js': 600_000,
  'server.js': 430_000,
};

const panelBytes = 150_000;
const panels = readdirSync(path.join(dist, 'webview')).filter((file) => file.endsWith('.js'));

/**
 * What a browser has no likeness of, and what would go past the editor's own way to the network, its proxy
 * and its certificates. The language client brings the others, for servers that are processes.
 */
const barred = /^(node:)?(cluster|dgram|dns|http|http2|https|inspector|tls|vm|worker_threads|zlib)(\/|$)/;

describe('the bundles', () => {
  it.each(Object.entries(budgets))('%s stays within %d bytes', (file, bytes) => {
    expect(sizeOf(file)).toBeLessThanOrEqual(bytes);
  });

  it.each(panels)('the panel %s stays within its budget', (file) => {
    expect(sizeOf(path.join('webview', file))).toBeLessThanOrEqual(panelBytes);
  });

  it.each(panels)('the panel %s needs nothing that a browser lacks', (file) => {
    expect(modulesOf(path.join('webview', file))).toEqual([]);
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
    expect(readFileSync(path.join(dist, 'server.js'), 'utf8')).not.toMatch(/require\("(node:)?https?"\)/);
  });

  it.runIf(existsSync(path.join(dist, 'agent-secrets.vsix')))('the package stays within 1 MB', () => {
    expect(sizeOf('agent-secrets.vsix')).toBeLessThanOrEqual(1_000_000);
  });
});

/** What a bundle asks its surroundings for. */
function modulesOf(file: string): readonly string[] {
  const text = readFileSync(path.join(dist, file), 'utf8');
  const asked = text.matchAll(/\b(?:require|import)\("([^"]+)"\)|\bfrom\s*"([^"]+)"/g);
  return [...new Set([...asked].map(([, required, imported]) => required ?? imported ?? ''))];
}
