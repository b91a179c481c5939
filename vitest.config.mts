import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // One per processor; Vitest would leave one idle.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            'test/{repo,contracts,analysis,client,webview,vault,vault-client,run,cli,sign-in}/**/*.test.ts',
          ],
          exclude: ['test/**/*.process.test.ts'],
          // Tests take milliseconds, but a busy machine can slow down a property test.
          testTimeout: 30_000,
        },
      },
      {
        // Real processes: the bundled server over stdio, the command line, and vaults that are killed.
        test: {
          name: 'process',
          include: ['test/server/**/*.test.ts', 'test/**/*.process.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        // A real VS Code (code-server) in a real browser.
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          setupFiles: ['test/e2e/support/setup.ts'],
          // On a busy machine, rendering can lag behind a step, so a failed test is retried once.
          retry: 1,
          testTimeout: 300_000,
          hookTimeout: 300_000,
          // A step mostly waits for the editor; more files side by side than this only wait for each other.
          maxWorkers: 3,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
