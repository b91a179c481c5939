import type * as vscode from 'vscode';
import type { BaseLanguageClient, LanguageClientOptions } from 'vscode-languageclient';
import type { OfferedOrder, Order } from '../../run/order.ts';
import type * as signIn from '../../sign-in/index.ts';

/** The differences between the extension in a process and in a browser. */
export interface Platform {
  /** Creates a client for the bundled language server without starting it. */
  createLanguageClient(server: ServerToRun): BaseLanguageClient;
  /** Loads the sign-in code on demand, because nothing else needs OpenID Connect. */
  loadSignIn(): typeof signIn;
  /** The process's environment variables; empty in a browser. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Undefined in a browser, which cannot run programs. */
  readonly programs: Programs | undefined;
}

/** Starts programs on the workspace's machine. */
export interface Programs {
  /** The editor's Node executable, which runs the programs that the extension contains. */
  readonly node: string;
  /** The command that starts Python if no interpreter is selected. */
  readonly python: string;
  /** The working directory of programs if no folder is open. */
  readonly home: string;
  offerOrder(order: Order): Promise<OfferedOrder>;
}

interface ServerToRun {
  readonly id: string;
  readonly name: string;
  readonly extension: vscode.Uri;
  readonly options: LanguageClientOptions;
}
