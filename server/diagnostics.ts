import type { Diagnostic, DocumentDiagnosticReport } from 'vscode-languageserver';
import type { MessageConnection } from 'vscode-jsonrpc';
import type { ClientSupport } from './client-support.ts';
import { digest } from './digest.ts';
import { debounced } from './timing.ts';
import { guardNotification } from './guard.ts';
import { platform } from './platform/current.ts';
import type { Log } from './log.ts';

/** Delivers findings, which the editor pulls or the server pushes. */
export interface DiagnosticsDelivery {
  /** A document was opened or edited. */
  documentChanged(uri: string): void;
  documentClosed(uri: string): void;
  /** The catalogs or settings changed, so the findings of every open document may have changed. */
  refresh(): void;
}

export interface DeliveryOptions {
  readonly connection: MessageConnection;
  readonly support: ClientSupport;
  readonly diagnose: (uri: string) => Promise<readonly Diagnostic[]>;
  /** As the editor spells them. */
  readonly openUris: () => readonly string[];
  /** Whether more changes that may affect findings are pending. */
  readonly isBusy: () => boolean;
  readonly log: Log;
}

/** The response to a pull request: `unchanged` if the editor already has these findings. */
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

/** For editors that pull findings but do not support refresh requests. */
const silentDelivery: DiagnosticsDelivery = {
  documentChanged: () => undefined,
  documentClosed: () => undefined,
  refresh: () => undefined,
};

/** Coalesces changes within the window into one refresh. */
const refresh = { quietMs: 10, mostMs: 100 } as const;

function pullDelivery({ connection, isBusy }: DeliveryOptions): DiagnosticsDelivery {
  const send = (): void => {
    // If the editor rejects the refresh, it keeps the old findings until its next request.
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
    // If the file was edited in the meantime, the next round sends its findings. If it was closed, nothing is
    // sent.
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

/** A hash of the findings that is stable across processes. */
export function identityOf(diagnostics: readonly Diagnostic[]): string {
  return digest(JSON.stringify(diagnostics));
}
