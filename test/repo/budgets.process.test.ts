import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const dist = path.resolve(import.meta.dirname, '../../dist');
const sizeOf = (file: string): number => statSync(path.join(dist, file)).size;

/** Upper bounds in bytes; docs/benchmarks.md has the sizes of today. */
const budgets: Readonly<Record<string, number>> = {
  'extension.js': 600_000,
  'server.js': 430_000,
  'webview/access-matrix.js': 150_000,
  'webview/create-secret.js': 150_000,
  'webview/edit-access.js': 150_000,
};

describe('the bundles', () => {
  it.each(Object.entries(budgets))('%s stays within %d bytes', (file, bytes) => {
    expect(sizeOf(file)).toBeLessThanOrEqual(bytes);
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
