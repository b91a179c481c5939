import type * as vscode from 'vscode';
import type { VaultAuthenticationProvider } from '../auth/authentication-provider.ts';
import type { KeyStore } from '../auth/key-store.ts';
import type { KeptNames } from '../session/kept-names.ts';
import type { BranchReview } from '../changes/branch-review.ts';
import type { CurrentAgent } from '../agents/current-agent.ts';
import type { SecretsLanguageClient } from '../language/language-client.ts';
import type { Panels } from '../panels/panel.ts';
import type { Programs } from '../platform/platform.ts';
import type { Runs } from '../session/runs.ts';
import type { SecretsView } from '../tree/secrets-view.ts';
import type { DismissedRequests } from '../session/dismissed-requests.ts';
import type { AccessRequests, EnvironmentSecrets } from '../session/lists.ts';
import type { FirstMinutes } from './first-minutes.ts';
import type { VaultSession } from '../session/vault-session.ts';

/** The extension's objects, created once in `extension.ts`. Every command receives them. */
export interface App {
  readonly log: vscode.LogOutputChannel;
  readonly keys: KeyStore;
  readonly names: KeptNames;
  readonly authentication: VaultAuthenticationProvider;
  readonly session: VaultSession;
  readonly languageClient: SecretsLanguageClient;
  readonly currentAgent: CurrentAgent;
  readonly view: SecretsView;
  readonly review: BranchReview;
  readonly requests: AccessRequests;
  readonly dismissed: DismissedRequests;
  readonly environment: EnvironmentSecrets;
  readonly firstMinutes: FirstMinutes;
  readonly panels: Panels;
  readonly runs: Runs;
  /** Undefined in a browser, which cannot run programs. */
  readonly programs: Programs | undefined;
  /** Stored per workspace: names, numbers and function arguments, never the value of a secret. */
  readonly memory: vscode.Memento;
  readonly extensionUri: vscode.Uri;
  /** Where fake values are stored for functions that run with fakes. */
  readonly fakesFolder: vscode.Uri;
}

/**
 * A command. Its argument can be anything, or absent. If a tree invokes the command, `selected` contains all
 * selected rows.
 */
export type Command = (app: App, argument?: unknown, selected?: unknown) => Promise<void> | void;
