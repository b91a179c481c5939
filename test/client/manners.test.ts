import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
  readonly activationEvents: readonly string[];
  readonly contributes: Readonly<Record<string, unknown>>;
};
const sources = readdirSync(path.join(root, 'client'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => ({
    file: file.replaceAll('\\', '/'),
    text: readFileSync(path.join(root, 'client', file), 'utf8'),
  }));

/**
 * Where a user's own action is answered: they chose a command, pressed a button, signed in, started a run.
 */
const answering = /^(app|auth|commands|panels|run)\//;

describe('the extension is unobtrusive', () => {
  it('activates for agent projects and for user actions, never by itself', () => {
    const asked =
      /^(workspaceContains:(\*\*\/)?project\.yaml|on(WebviewPanel|TerminalProfile):agentSecrets\..+|onDebugResolve:\w[\w-]*)$/;
    expect(manifest.activationEvents.filter((event) => !asked.test(event))).toEqual([]);
  });

  it('activates for an agent at the root of the workspace without a search, which the editor may give up', () => {
    expect(manifest.activationEvents).toContain('workspaceContains:project.yaml');
  });

  it('revokes the tokens of runs when its window closes: the editor waits for nothing else', () => {
    expect(
      filesWith(/^export function deactivate\(\): Promise<void> \{\n {2}return runs\.endAll\(\);/m),
    ).toEqual(['extension.ts']);
  });

  it('binds no keys', () => {
    expect(manifest.contributes).not.toHaveProperty('keybindings');
  });

  it("does not change the editor's settings", () => {
    expect(manifest.contributes).not.toHaveProperty('configurationDefaults');
    expect(filesWith(/ConfigurationTarget|WorkspaceConfiguration\b/)).toEqual([]);
    expect(filesWith(/getConfiguration\([^;]*\.update\(/)).toEqual([]);
  });

  it('notifies in response to user actions, and of nothing else', () => {
    const speaking = filesWith(/show(Information|Warning|Error)Message\(/);
    expect(speaking).not.toEqual([]);
    expect(speaking.filter((file) => !answering.test(file))).toEqual([]);
  });

  it('says that something is done in the status bar, not in a notification', () => {
    expect(filesWith(/show\w+Message\(\s*(vscode\.l10n\.t\(\s*)?['"`]\$\(check\)/)).toEqual([]);
    expect(filesWith(/setStatusBarMessage\((?![^;]*,\s*\d)/)).toEqual([]);
  });

  it('opens its log only on request', () => {
    expect(filesWith(/\blog\.show\(/)).toEqual(['app/user-action.ts', 'commands/housekeeping.ts']);
  });

  it('sends no telemetry', () => {
    expect(filesWith(/createTelemetryLogger|TelemetryLogger|telemetry/i)).toEqual([]);
  });
});

function filesWith(pattern: RegExp): readonly string[] {
  return sources
    .filter(({ text }) => pattern.test(text))
    .map(({ file }) => file)
    .toSorted();
}
