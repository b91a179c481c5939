import { availableParallelism } from 'node:os';
import path from 'node:path';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './scripts/lib/longest-first.mts';

const startSuite = 'test/e2e/start.test.ts';
const endToEnd = {
  globalSetup: 'test/support/folder-of-run.ts',
  setupFiles: ['test/e2e/support/setup.ts', 'test/support/unique-titles.ts'],
  // On a busy machine, rendering can lag behind a step, so a failed test is retried once.
  retry: 1,
  testTimeout: 300_000,
  hookTimeout: 300_000,
};

export default defineConfig({
  test: {
    // Three for two processors, since process and end-to-end tests often wait.
    maxWorkers: Math.ceil(availableParallelism() * 1.5),
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: 'unit',
          setupFiles: 'test/support/unique-titles.ts',
          include: [
            'test/{repo,contracts,analysis,assistants,review,client,webview,vault,vault-client,run,cli,sign-in}/**/*.test.ts',
          ],
          exclude: ['test/**/*.process.test.ts'],
          // Files have no global state, and share what they import.
          isolate: false,
          // Tests take milliseconds, but a busy machine can slow down a property test.
          testTimeout: 120_000,
          hookTimeout: 30_000,
        },
      },
      {
        // Real processes: the bundled server over stdio, the command line, and vaults that are killed.
        test: {
          name: 'process',
          setupFiles: 'test/support/unique-titles.ts',
          include: ['test/server/**/*.test.ts', 'test/**/*.process.test.ts'],
          globalSetup: 'test/support/folder-of-run.ts',
          // Started programs load half as long when their code was compiled before.
          env: { NODE_COMPILE_CACHE: path.resolve(import.meta.dirname, 'build/compile-cache') },
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        // A real VS Code (code-server) in a real browser.
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          exclude: [startSuite],
          ...endToEnd,
        },
      },
      {
        // `npm start` builds `dist/` again, which the other suites use: it runs after them.
        test: {
          name: 'e2e-start',
          include: [startSuite],
          sequence: { groupOrder: 1 },
          ...endToEnd,
        },
      },
    ],
  },
});
