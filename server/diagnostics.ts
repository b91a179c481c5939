import type { Diagnostic, DocumentDiagnosticReport } from 'vscode-languageserver';
import type { MessageConnection } from 'vscode-jsonrpc';
import type { ClientSupport } from './client-support.ts';
import { digest } from './digest.ts';
import { debounced } from './debounced.ts';
import { guardNotification } from './guard.ts';
import { platform } from './platform/node.ts';
import type { Log } from './log.ts';

/** How findings reach the editor: it asks for them, or they are sent. */
export interface DiagnosticsDelivery {
  /** A text was opened or edited. */
  documentChanged(uri: string): void;
  documentClosed(uri: string): void;
  /** What is known changed: every open text may have other findings now. */
  refresh(): void;
}

export interface DeliveryOptions {
  readonly connection: MessageConnection;
  readonly support: ClientSupport;
  readonly diagnose: (uri: string) => Promise<readonly Diagnostic[]>;
  /** As the editor spells them. */
  readonly openUris: () => readonly string[];
  /** Whether more that may change findings is on its way. */
  readonly isBusy: () => boolean;
  readonly log: Log;
}

/** The answer to an editor that asks: nothing to draw when the findings are those it has. */
export function diagnosticReport(
  items: Diagnostic[],
  previousId: string | undefined,
): DocumentDiagnosticReport {
  const resultId = identityOf(items);
  return resultId === previousId ? { kind: 'unchanged', resultId } : { kind: 'full', resultId, items };
}

export function createDelivery(options: DeliveryOptions): DiagnosticsDelivery {
  const { pullDiagnostics, diagnosticRefresh } = options.support;
  if (!pullDiagnostics) return pushDelivery(options);
  return diagnosticRefresh ? pullDelivery(options) : silentDelivery;
}

/** The editor asks when it likes and cannot be told to ask again. */
const silentDelivery: DiagnosticsDelivery = {
  documentChanged: () => undefined,
  documentClosed: () => undefined,
  refresh: () => undefined,
};

/** Many changes within a moment are one refresh. */
const refresh = { quietMs: 10, mostMs: 100 } as const;

function pullDelivery({ connection, isBusy }: DeliveryOptions): DiagnosticsDelivery {
  const send = (): void => {
    // An editor that refuses keeps its old picture; its next question gets the new one.
    connection.sendRequest('workspace/diagnostic/refresh').catch(() => undefined);
  };
  return { ...silentDelivery, refresh: debounced(send, { ...refresh, isBusy }) };
}

function pushDelivery(options: DeliveryOptions): DiagnosticsDelivery {
  const { connection, diagnose, openUris, isBusy, log } = options;
  const waiting = new Set<string>();
  const shown = new Map<string, string>();
  const send = (uri: string, diagnostics: readonly Diagnostic[]): void => {
    const identity = identityOf(diagnostics);
    if (shown.get(uri) === identity) return;
    shown.set(uri, identity);
    connection
      .sendNotification('textDocument/publishDiagnostics', { uri, diagnostics })
      .catch(() => undefined);
  };
  const publish = guardNotification(log, 'publishDiagnostics', async (uri: string): Promise<void> => {
    waiting.delete(uri);
    const diagnostics = await diagnose(uri);
    // Edited meanwhile: the next round tells; closed meanwhile: nothing to tell.
    if (!waiting.has(uri) && openUris().includes(uri)) send(uri, diagnostics);
  });
  const schedule = (uri: string): void => {
    if (waiting.has(uri)) return;
    waiting.add(uri);
    void platform.nextTurn().then(() => publish(uri));
  };
  return {
    documentChanged: schedule,
    documentClosed: (uri) => {
      send(uri, []);
      shown.delete(uri);
    },
    refresh: debounced(() => openUris().forEach(schedule), { ...refresh, isBusy }),
  };
}

/** The same for the same findings, in this process and in the next. */
function identityOf(diagnostics: readonly Diagnostic[]): string {
  return digest(JSON.stringify(diagnostics));
}
