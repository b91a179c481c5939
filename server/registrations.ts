import type { MessageConnection } from 'vscode-jsonrpc';
import type { InitializeParams, Registration } from 'vscode-languageserver';
import { projectSettingsFileName } from '../analysis/index.ts';
import { projectFileName } from '../contracts/agent-project.ts';
import { settingsSection } from '../contracts/settings.ts';
import type { ServerSession } from './server-session.ts';

/** Registers for changes of the files and settings that the server needs, if the editor supports it. */
export async function registerInterests(
  connection: MessageConnection,
  session: ServerSession,
  { capabilities }: InitializeParams,
): Promise<void> {
  const registrations = [
    ...(session.support.watchedFiles ? [watchedFiles] : []),
    ...(capabilities.workspace?.didChangeConfiguration?.dynamicRegistration === true ? [configuration] : []),
  ];
  const registered =
    registrations.length > 0 && connection.sendRequest('client/registerCapability', { registrations });
  await Promise.all([registered, session.readConfiguration()]);
}

/** The protocol's `WatchKind.Create` and `WatchKind.Delete`. */
const createdOrDeleted = 5;

const watchedFiles: Registration = {
  id: 'agent-secrets-files',
  method: 'workspace/didChangeWatchedFiles',
  registerOptions: {
    watchers: [
      { globPattern: `**/${projectFileName}` },
      { globPattern: `**/${projectSettingsFileName}` },
      // Creating or deleting a folder is a single event, regardless of the folder's contents.
      { globPattern: '**/*', kind: createdOrDeleted },
      { globPattern: '**/*.{py,pyi,js,mjs,cjs,jsx,ts,mts,cts,tsx,json}' },
    ],
  },
};

const configuration: Registration = {
  id: 'agent-secrets-settings',
  method: 'workspace/didChangeConfiguration',
  registerOptions: { section: settingsSection },
};
