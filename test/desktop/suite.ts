// Runs inside a desktop VS Code that has the packed extension; see scripts/desktop.mjs.
import { deepEqual, equal, ok } from 'node:assert/strict';
import * as vscode from 'vscode';
import manifest from '../../package.json' with { type: 'json' };

const id = `${manifest.publisher}.${manifest.name}`;

/** What users rely on in any desktop editor; each fails on its own. */
const behaviours: Readonly<Record<string, () => Promise<void>>> = {
  'the extension starts, and the editor keeps its own way to the network': async () => {
    // The first request of a process makes it set its dispatcher; no answer is needed.
    await fetch('http://127.0.0.1:9').catch(() => undefined);
    const before = networkDispatcher();
    await installed().activate();
    equal(networkDispatcher(), before);
  },

  'what is installed is the version of this source': async () => {
    equal(fieldOf(installed().packageJSON, 'version'), manifest.version);
  },

  'every command of the extension can be run': async () => {
    const known = new Set(await vscode.commands.getCommands(true));
    const missing = manifest.contributes.commands
      .map(({ command }) => command)
      .filter((one) => !known.has(one));
    deepEqual(missing, []);
  },

  'the language server runs: it finds where a secret is used': async () => {
    const file = vscode.Uri.joinPath(
      workspace(),
      'hotel-booking/flows/book_room/function_steps/verify_card.py',
    );
    const document = await vscode.workspace.openTextDocument(file);
    const name = document.positionAt(document.getText().indexOf('payments_api_key') + 1);
    await eventually(async () => {
      const found = await vscode.commands.executeCommand<readonly vscode.Location[]>(
        'vscode.executeReferenceProvider',
        file,
        name,
      );
      ok(found.some(({ uri }) => uri.path === file.path));
    });
  },

  'the sidebar opens': async () => {
    await vscode.commands.executeCommand('agentSecrets.secrets.focus');
  },
};

/** Called by VS Code; rejects when anything failed. */
export async function run(): Promise<void> {
  const failures: string[] = [];
  for (const [name, behaviour] of Object.entries(behaviours)) {
    const failure = await behaviour().then(() => '', String);
    report(failure === '' ? `✓ ${name}` : `✗ ${name}: ${failure}`);
    if (failure !== '') failures.push(name);
  }
  if (failures.length > 0) throw new Error(`Failed in VS Code ${vscode.version}: ${failures.join('; ')}`);
}

function installed(): vscode.Extension<unknown> {
  const extension = vscode.extensions.getExtension<unknown>(id);
  ok(extension, `${id} is not installed.`);
  return extension;
}

function workspace(): vscode.Uri {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  ok(folder, 'No folder is open.');
  return folder.uri;
}

/** A copy of undici inside an extension would replace it for every extension of the editor. */
function networkDispatcher(): unknown {
  return Reflect.get(globalThis, Symbol.for('undici.globalDispatcher.1'));
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

/** Retries until it succeeds; reports the last failure. */
async function eventually(attempt: () => Promise<void>, triesLeft = 120): Promise<void> {
  try {
    return await attempt();
  } catch (error) {
    if (triesLeft === 0) throw error;
  }
  await new Promise((resolve) => setTimeout(resolve, 500));
  return eventually(attempt, triesLeft - 1);
}

function report(line: string): void {
  process.stdout.write(`${line}\n`);
}
