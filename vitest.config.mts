import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // One for each processor; Vitest would leave one idle.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            'test/{repo,contracts,analysis,client,webview,vault,vault-client,run,cli,sign-in}/**/*.test.ts',
          ],
          exclude: ['test/**/*.process.test.ts'],
          // Each takes milliseconds; a busy machine may stretch a property test.
          testTimeout: 30_000,
        },
      },
      {
        // Real processes: the bundled server over stdio, the command line, the vault killed for real.
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
          // A screen is drawn when a busy machine has time: a step that came too early is taken again.
          retry: 1,
          testTimeout: 300_000,
          hookTimeout: 300_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
