import type * as vscode from 'vscode';
import type { BaseLanguageClient, LanguageClientOptions } from 'vscode-languageclient';
import type { OfferedOrder } from '../../run/offer-order.ts';
import type { Order } from '../../run/order.ts';
import type * as signIn from '../../sign-in/index.ts';

/** What is different where the extension runs in a process and where it runs in a browser. */
export interface Platform {
  /** A client of the server that comes with the extension, not started. */
  createLanguageClient(server: ServerToRun): BaseLanguageClient;
  /** Loaded for signing in: only this part needs OpenID Connect. */
  loadSignIn(): typeof signIn;
  /** Variables of the process; none in a browser. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Absent in a browser, which runs none. */
  readonly programs: Programs | undefined;
}

/** Starts programs on the machine of the workspace. */
export interface Programs {
  /** The Node of the editor, which starts what comes with the extension. */
  readonly node: string;
  /** The command that starts Python where no interpreter is chosen. */
  readonly python: string;
  /** Where programs start when no folder is open. */
  readonly home: string;
  offerOrder(order: Order): Promise<OfferedOrder>;
}

export interface ServerToRun {
  readonly id: string;
  readonly name: string;
  /** The folder of the installed extension. */
  readonly extension: vscode.Uri;
  readonly options: LanguageClientOptions;
}
