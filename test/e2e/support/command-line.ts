import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { TestEditor } from './test-editor.ts';
import type { TestVault } from './test-vault.ts';
import { commandLine } from './programs.ts';

/**
 * Runs `agent-secrets check` in the editor's workspace with the author's key, and returns the messages by
 * file.
 */
export async function checkedByCommandLine(
  vault: TestVault,
  editor: TestEditor,
): Promise<Map<string, string[]>> {
  const report = await run(['check', '.', '--format', 'json', '--vault', vault.url], vault, editor.workspace);
  const messages = new Map<string, string[]>();
  for (const finding of listIn(report, 'findings')) {
    const file = textIn(finding, 'path');
    messages.set(file, [...(messages.get(file) ?? []), textIn(finding, 'message')]);
  }
  return messages;
}

/** Returns the output of `agent-secrets catalog export`. */
export function exportedCatalog(vault: TestVault, editor: TestEditor): Promise<unknown> {
  return run(['catalog', 'export', '--vault', vault.url], vault, editor.workspace);
}

/** `check` exits with 1 if it found something, which is not a failure here. */
async function run(args: readonly string[], vault: TestVault, cwd: string): Promise<unknown> {
  const env = { ...process.env, AGENT_SECRETS_KEY: vault.keys.author };
  const running = promisify(execFile)(process.execPath, [commandLine, ...args], { cwd, env });
  const { stdout } = await running.catch((error: unknown) => ({ stdout: textIn(error, 'stdout') }));
  const answer: unknown = JSON.parse(stdout);
  return answer;
}

function listIn(value: unknown, name: string): readonly unknown[] {
  const list = fieldOf(value, name);
  if (!Array.isArray(list)) throw new TypeError(`The report has no list of ${name}.`);
  return list;
}

function textIn(value: unknown, name: string): string {
  const text = fieldOf(value, name);
  if (typeof text !== 'string') throw new TypeError(`The report has no ${name}.`);
  return text;
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined;
}
