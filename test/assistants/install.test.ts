import { lstatSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCommandLine } from '../../cli/program.ts';
import { capture } from '../cli/support/captured-host.ts';
import { TemporaryWorkspace } from '../server/support/workspace.ts';

const key = 'not-a-real-key-of-a-user';

describe('agent-secrets mcp install', () => {
  let workspace: TemporaryWorkspace;
  beforeEach(() => void (workspace = new TemporaryWorkspace('')));
  afterEach(() => workspace[Symbol.dispose]());

  async function install(args: readonly string[], answer?: string) {
    const { host, output, notes } = capture({
      cwd: workspace.path(''),
      env: { HOME: workspace.path('home'), AGENT_SECRETS_KEY: key },
      ...(answer !== undefined && {
        input: {
          isTerminal: true,
          readAll: () => Promise.reject(new Error('no pipe')),
          ask: () => Promise.resolve(answer),
        },
      }),
    });
    const code = await runCommandLine(['mcp', 'install', ...args], host);
    return { code, text: output() + notes.join('\n') };
  }
  const put = (file: string, text: string): void => {
    mkdirSync(path.dirname(workspace.path(file)), { recursive: true });
    writeFileSync(workspace.path(file), text);
  };
  const read = (file: string): string => readFileSync(workspace.path(file), 'utf8');

  it('prints the configuration of every client, and writes nothing', async () => {
    const { code, text } = await install(['--vault', 'https://vault.example.com']);
    expect(code).toBe(0);
    for (const file of ['.mcp.json', '.cursor', '.vscode', 'config.toml', 'mcp_config.json', '.gemini'])
      expect(text).toContain(file);
    expect(text).toContain('The Agent Secrets extension already offers these tools');
    expect(text).not.toContain(key);
    expect(readdirSync(workspace.path(''))).toEqual([]);
  });

  it('adds the server and keeps everything else', async () => {
    put('.cursor/mcp.json', '{\n\t"other": 1,\n\t"mcpServers": {\n\t\t"mine": {"command": "x"}\n\t}\n}\n');
    const { text } = await install([
      '--client',
      'cursor',
      '--write',
      '--yes',
      '--vault',
      'https://v.example.com',
    ]);
    expect(JSON.parse(read('.cursor/mcp.json'))).toEqual({
      other: 1,
      mcpServers: {
        mine: { command: 'x' },
        'agent-secrets': { command: 'agent-secrets', args: ['mcp', '--vault', 'https://v.example.com'] },
      },
    });
    expect(read('.cursor/mcp.json')).toContain('\n\t"other"');
    expect(text).toContain('everything else stays unchanged');
    expect(readdirSync(workspace.path('.cursor'))).toEqual(['mcp.json']);
  });

  it.each([
    ['comments', '{\n  // mine\n  "mcpServers": {}\n}\n'],
    ['a key that occurs twice', '{"a": 1, "a": 2}'],
    ['a number that is not exact', '{"a": 12345678901234567890}'],
    ['another server of this name', '{"mcpServers": {"agent-secrets": {"command": "other"}}}'],
    ['servers that are no object', '{"mcpServers": []}'],
  ])('leaves a file with %s unchanged, and says what to do', async (_what, before) => {
    put('.mcp.json', before);
    const { code, text } = await install(['--client', 'claude-code', '--write', '--yes']);
    expect(code).toBe(2);
    expect(text).toContain('Nothing was changed.');
    expect(read('.mcp.json')).toBe(before);
  });

  it('names a catalog of the project so that the shared file works on every machine', async () => {
    const catalogIn = async (file: string, client: string): Promise<unknown> => {
      await install(['--client', client, '--write', '--yes', '--catalog', 'secrets/catalog.json']);
      return read(file).match(/"--catalog",\s*"([^"]*)"/)?.[1];
    };
    expect(await catalogIn('.mcp.json', 'claude-code')).toBe('secrets/catalog.json');
    expect(await catalogIn('home/.codex/config.toml', 'codex')).toBe(workspace.path('secrets/catalog.json'));
  });

  it('appends a table to the settings of Codex, once', async () => {
    put('home/.codex/config.toml', '# mine\nmodel = "x"\n\n[mcp_servers.other]\ncommand = "y"');
    await install(['--client', 'codex', '--write', '--yes']);
    const after = read('home/.codex/config.toml');
    expect(after).toMatch(
      /^# mine\nmodel = "x"\n\n\[mcp_servers.other\]\ncommand = "y"\n\n\[mcp_servers.agent-secrets\]\n/,
    );
    const { text } = await install(['--client', 'codex', '--write', '--yes']);
    expect(text).toContain('already contains');
    expect(read('home/.codex/config.toml')).toBe(after);
  });

  it('asks first, and shows the change before', async () => {
    const { code, text } = await install(['--client', 'gemini', '--write'], 'n');
    expect(code).toBe(2);
    expect(text).toContain('"mcpServers"');
    expect(text).toContain('Nothing was changed.');
    expect(readdirSync(workspace.path(''))).toEqual([]);
  });

  it('keeps a link to a file elsewhere', async () => {
    put('dotfiles/mcp.json', '{}');
    symlinkSync(workspace.path('dotfiles/mcp.json'), workspace.path('.mcp.json'));
    await install(['--client', 'claude-code', '--write', '--yes']);
    expect(lstatSync(workspace.path('.mcp.json')).isSymbolicLink()).toBe(true);
    expect(read('dotfiles/mcp.json')).toContain('agent-secrets');
  });
});
