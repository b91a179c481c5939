// `npm start`: starts a vault with an example account and opens the example workspace in VS Code.
// Runs on Node 20, without packages: it first installs what it needs.
import { existsSync } from 'node:fs';
import { cp, rm } from 'node:fs/promises';
import path from 'node:path';
import { findProgram, run } from './lib/command.mjs';
import { browserEditor, findDesktopEditor, installExtension, openEditor } from './lib/editor.mjs';
import { writeEditorSettings } from './lib/editor-settings.mjs';
import { runMain } from './lib/main.mjs';
import { onlyOne } from './lib/only-one.mjs';
import { buildPackage } from './lib/package-extension.mjs';
import { local, localFolder, root } from './lib/paths.mjs';
import { step } from './lib/progress.mjs';
import { seedVault } from './lib/seed.mjs';
import { setUp } from './lib/setup.mjs';
import { readStartOptions } from './lib/start-options.mjs';
import { keepVaultRunning, startVault } from './lib/vault-process.mjs';

const examples = path.join(root, 'examples');
/** A copy of the example workspace to experiment with. */
const workspace = local('examples');
const keysFolder = local('keys');

await runMain(
  async (shutdown) => {
    const options = await readStartOptions(process.argv.slice(2));
    const claim = await onlyOne(local('start.pid'), 'start.mjs');
    shutdown.add(claim.release);
    if (options.reset) await forgetEverything();

    const desktop = options.open ? findDesktopEditor() : undefined;
    const { node, codeServer } = await setUp({ codeServer: !desktop });
    const editor = desktop ?? browserEditor(node, codeServer ?? '');
    const vsix = await buildPackage(node);
    const runVault = async () => {
      const vault = await startVault({ node, data: local('vault'), port: options.vaultPort });
      shutdown.add(vault.child.stop);
      return vault;
    };
    const vault = await step('Starting the vault', runVault);
    const keys = await step('Setting up the example account', () =>
      seedVault({ ...vault, exampleFile: path.join(examples, 'vault.json'), keysFolder }),
    );
    if (!existsSync(workspace)) await cp(examples, workspace, { recursive: true });
    await writeEditorSettings(local('code'), vault.url);
    await step('Installing the extension into VS Code', () => installExtension(editor, vsix));

    const window = await step('Starting VS Code', () => openEditor(editor, workspace, options.editorPort));
    shutdown.add(window.close);
    if (options.open && !editor.isDesktop) await openBrowser(window.ready);
    announce({ ready: window.ready, vaultUrl: vault.url, admin: vault.adminKey, ...keys });
    void keepVaultRunning(vault.child, runVault);
    await window.crashed;
  },
  { signalExitCode: 0 },
);

async function forgetEverything() {
  for (const name of ['vault', 'keys', 'code', 'extensions', 'examples']) {
    await rm(path.join(localFolder, name), { recursive: true, force: true });
  }
}

/** @param {string} url */
async function openBrowser(url) {
  const hasScreen = process.platform === 'darwin' || process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY'];
  const opener = hasScreen && (findProgram('xdg-open') ?? findProgram('open'));
  if (opener) await run(opener, [url]);
}

/** @param {{ ready: string, vaultUrl: string, admin: string, author: string, reviewer: string }} facts */
function announce({ ready, vaultUrl, admin, author, reviewer }) {
  console.log(`
Ready: ${ready}
Vault: ${vaultUrl}
Keys:  ${keysFolder} (author, reviewer, one per agent), ${local('vault', 'admin.key')}

In VS Code run "Agent Secrets: Sign In" and paste a key of this example vault:
  author    ${author}
  admin     ${admin}
  reviewer  ${reviewer}

Run a function of the example with its secret, here or by Run above it in VS Code:
  ${exampleRun(vaultUrl)}

The workspace is a copy of examples/ for experiments: ${workspace}

Ctrl-C stops everything; the next start keeps its state. "npm start -- --reset" starts over.`);
}

/**
 * A shell command that runs an example function. The function signs a link, which only requires Python and no
 * network.
 * @param {string} vaultUrl
 */
function exampleRun(vaultUrl) {
  const [key, file] = [
    local('vault', 'admin.key'),
    path.join(workspace, 'hotel-booking', 'functions', 'booking_link.py'),
  ].map((place) => JSON.stringify(path.relative(root, place)));
  const call = `call --vault ${vaultUrl} --key-file ${key} ${file} booking_reference=HB-1042`;
  return `npm run --silent agent-secrets -- ${call}`;
}
