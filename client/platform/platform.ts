import type * as vscode from 'vscode';
import type { BaseLanguageClient, LanguageClientOptions } from 'vscode-languageclient';
import type { OfferedOrder, Order } from '../../run/order.ts';
import type * as signIn from '../../sign-in/index.ts';

/** The differences between the extension in a process and in a browser. */
export interface Platform {
  /** A client of the bundled language server, not started. */
  createLanguageClient(server: ServerToRun): BaseLanguageClient;
  /** Loaded on sign-in: only this part needs OpenID Connect. */
  loadSignIn(): typeof signIn;
  /** Environment variables of the process; empty in a browser. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Undefined in a browser, where programs cannot be run. */
  readonly programs: Programs | undefined;
}

/** Starts programs on the machine of the workspace. */
export interface Programs {
  /** The editor's own Node, which runs the programs that come with the extension. */
  readonly node: string;
  /** The command that starts Python if no interpreter is selected. */
  readonly python: string;
  /** The working directory of programs when no folder is open. */
  readonly home: string;
  offerOrder(order: Order): Promise<OfferedOrder>;
}

interface ServerToRun {
  readonly id: string;
  readonly name: string;
  readonly extension: vscode.Uri;
  readonly options: LanguageClientOptions;
}
