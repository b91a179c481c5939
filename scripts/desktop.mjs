// `npm run test:desktop [-- VERSION]`: downloads desktop VS Code and tests the packaged extension in it.
// VERSION is `oldest` (the oldest version that package.json allows), `stable` (the default) or a number.
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { downloadAndUnzipVSCode, runTests, runVSCodeCommand } from '@vscode/test-electron';
import { build } from 'esbuild';
import { editorVersion } from './lib/editor-version.ts';
import { asText, fieldOf, readJson } from './lib/json.mjs';
import { runMain } from './lib/main.mjs';
import { root } from './lib/paths.mjs';

const suite = path.join(root, 'build', 'desktop', 'suite.cjs');
const vsix = path.join(root, 'dist', 'agent-secrets.vsix');
const cachePath = path.join(root, 'build', 'desktop', 'editors');

await runMain(async () => {
  const version = await wantedVersion(process.argv[2] ?? 'stable');
  await bundleSuite();
  const vscodeExecutablePath = await downloadAndUnzipVSCode({ version, cachePath });
  const folder = await mkdtemp(path.join(os.tmpdir(), 'agent-secrets-desktop-'));
  try {
    const profile = profileIn(folder);
    await runVSCodeCommand(['--install-extension', vsix, '--force', ...profile], { version, cachePath });
    process.exitCode = await runTests({
      vscodeExecutablePath,
      // Contains only the test suite. The extension under test is the package that users install.
      extensionDevelopmentPath: path.join(root, 'test', 'desktop', 'host'),
      extensionTestsPath: suite,
      launchArgs: [path.join(root, 'examples'), ...profile, '--disable-workspace-trust', '--skip-welcome'],
    });
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }
});

/** @param {string} wanted */
async function wantedVersion(wanted) {
  const engine = fieldOf(fieldOf(await readJson(path.join(root, 'package.json')), 'engines'), 'vscode');
  return editorVersion(wanted, asText(engine));
}

/** VS Code loads a test suite with `require` and does not support TypeScript. */
async function bundleSuite() {
  await build({
    entryPoints: [path.join(root, 'test', 'desktop', 'suite.ts')],
    outfile: suite,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['vscode'],
  });
}

/** @param {string} folder */
function profileIn(folder) {
  return [
    `--user-data-dir=${path.join(folder, 'user-data')}`,
    `--extensions-dir=${path.join(folder, 'extensions')}`,
  ];
}
