import path from 'node:path';
import { startChild } from './children.mjs';
import { findProgram, run } from './command.mjs';
import { local } from './paths.mjs';
import { Sentence } from './sentence.mjs';
import { untilReady } from './vault-process.mjs';

/**
 * @typedef {object} Editor VS Code on the desktop or in the browser, with its own data folders
 * @property {string} command
 * @property {readonly string[]} args
 * @property {boolean} isDesktop
 */

const folders = ['--user-data-dir', local('code'), '--extensions-dir', local('extensions')];

/**
 * The desktop editor, if installed. In VS Code's own terminal, `code` is a different program.
 * @returns {Editor | undefined}
 */
export function findDesktopEditor() {
  const program = process.env['VSCODE_IPC_HOOK_CLI'] ? undefined : findProgram('code');
  if (!program) return undefined;
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return { command: program, args: [...asRoot, ...folders], isDesktop: true };
}

/**
 * @param {string} node
 * @param {string} entry of code-server
 * @returns {Editor}
 */
export function browserEditor(node, entry) {
  return { command: node, args: [entry, ...folders], isDesktop: false };
}

/**
 * @param {Editor} editor
 * @param {string} vsix
 */
export async function installExtension({ command, args }, vsix) {
  const { code, output } = await run(command, [...args, '--install-extension', vsix, '--force']);
  if (code === 0) return;
  throw new Sentence(`VS Code could not install ${path.basename(vsix)}: ${output.trim().split('\n').at(-1)}`);
}

/**
 * @typedef {object} OpenEditor
 * @property {string} ready where the user can find the editor: a URL or a phrase
 * @property {Promise<never>} crashed rejects with a `Sentence` if the editor exits on its own
 * @property {() => Promise<void>} close
 */

/**
 * @param {Editor} editor
 * @param {string} workspace
 * @param {number} port of the editor in the browser
 * @returns {Promise<OpenEditor>}
 */
export async function openEditor(editor, workspace, port) {
  return editor.isDesktop ? openDesktop(editor, workspace) : serve(editor, workspace, port);
}

/**
 * @param {Editor} editor
 * @param {string} workspace
 * @returns {OpenEditor}
 */
function openDesktop({ command, args }, workspace) {
  const child = startChild('VS Code', command, [...args, '--new-window', '--wait', workspace]);
  return {
    ready: `VS Code is open on ${workspace}`,
    crashed: child.crashed,
    close: () => closeDesktop(child),
  };
}

/**
 * @param {Editor} editor
 * @param {string} workspace
 * @param {number} port
 * @returns {Promise<OpenEditor>}
 */
async function serve({ command, args }, workspace, port) {
  const url = `http://127.0.0.1:${port}`;
  const listen = ['--auth', 'none', '--bind-addr', `127.0.0.1:${port}`];
  const quiet = ['--disable-telemetry', '--disable-update-check', '--disable-workspace-trust'];
  for (let attempt = 1; ; attempt++) {
    const child = startChild('VS Code', command, [...args, ...listen, ...quiet, workspace]);
    try {
      await Promise.race([untilReady(`${url}/healthz`, child), child.crashed]);
      return { ready: url, crashed: child.crashed, close: child.stop };
    } catch (error) {
      await child.stop();
      // It gives up if its own child process needs more than ten seconds to start, as on a busy machine.
      if (attempt === 3) throw error;
    }
  }
}

/**
 * `code` starts the editor outside the process group of `child`. Its data folder identifies it.
 * @param {import('./children.mjs').Child} child
 */
async function closeDesktop(child) {
  await child.stop();
  const { output } = await run('ps', ['-eo', 'pid=,args=']);
  const ours = output.split('\n').filter((line) => line.includes(local('code')));
  for (const line of ours) {
    try {
      process.kill(Number.parseInt(line, 10), 'SIGTERM');
    } catch {
      // It has exited together with an earlier process.
    }
  }
}
