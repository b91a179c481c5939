import path from 'node:path';

/** A client program for assistants, and the file that lists its servers. */
export interface AssistantClient {
  readonly title: string;
  /** Relative to the project, or absolute if the file belongs to the user. Undefined if this system has none. */
  readonly file: (places: Places) => string | undefined;
  /** The object in the file that contains one entry for each server; for TOML, the table. */
  readonly servers: string;
  readonly isToml?: boolean;
  /** Whether an entry says that the server uses standard input and output. */
  readonly saysStdio?: boolean;
  /** A note for the user. */
  readonly note?: string;
}

export interface Places {
  readonly home: string;
  readonly platform: NodeJS.Platform;
  /** The folder in which Windows keeps program settings. */
  readonly appData: string | undefined;
}

/** Formats are those in the clients' documentation; docs/assistants.md says which clients were tried. */
export const assistantClients = {
  'claude-code': {
    title: 'Claude Code',
    file: () => '.mcp.json',
    servers: 'mcpServers',
    saysStdio: true,
    note: 'VS Code can read this file too. If you use the Agent Secrets extension there, turn off this server in VS Code.',
  },
  'claude-desktop': {
    title: 'Claude Desktop',
    file: claudeDesktopFile,
    servers: 'mcpServers',
    note: 'Restart Claude Desktop after you have changed the file.',
  },
  codex: {
    title: 'Codex',
    file: ({ home }) => path.join(home, '.codex', 'config.toml'),
    servers: 'mcp_servers',
    isToml: true,
  },
  cursor: { title: 'Cursor', file: () => path.join('.cursor', 'mcp.json'), servers: 'mcpServers' },
  gemini: { title: 'Gemini CLI', file: () => path.join('.gemini', 'settings.json'), servers: 'mcpServers' },
  vscode: {
    title: 'VS Code',
    file: () => path.join('.vscode', 'mcp.json'),
    servers: 'servers',
    saysStdio: true,
    note: 'The Agent Secrets extension already offers these tools in VS Code. Add the server only if you do not use the extension.',
  },
  windsurf: {
    title: 'Windsurf',
    file: ({ home }) => path.join(home, '.codeium', 'windsurf', 'mcp_config.json'),
    servers: 'mcpServers',
  },
} as const satisfies Readonly<Record<string, AssistantClient>>;

function claudeDesktopFile({ home, platform, appData }: Places): string | undefined {
  const file = ['Claude', 'claude_desktop_config.json'] as const;
  if (platform === 'darwin') return path.join(home, 'Library', 'Application Support', ...file);
  return platform === 'win32' && appData !== undefined ? path.join(appData, ...file) : undefined;
}
