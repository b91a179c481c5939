import * as vscode from 'vscode';
import type { AuditFormat } from '../../contracts/audit-messages.ts';
import type { AuditEvent, AuditPage, PrunedEntries } from '../../contracts/vault-api/audit.ts';
import { type ExportedEvents, exportText } from './audit-export.ts';
import { askWhereToSave, saveText } from './save-file.ts';
import type { Names } from './shown-events.ts';

interface AuditExport {
  readonly pages: (signal: AbortSignal) => AsyncIterable<AuditPage>;
  readonly isShown: (event: AuditEvent) => boolean;
  readonly names: Names;
}

/**
 * Saves all events that match the filter. If the user cancels, nothing is written.
 * @throws VaultError
 */
export async function saveAudit(format: AuditFormat, { pages, isShown, names }: AuditExport): Promise<void> {
  const target = await askWhereToSave(`audit-log.${format}`);
  if (!target) return;
  const exported = await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t('Exporting the audit log'),
      cancellable: true,
    },
    (progress, cancellation) => {
      const stop = new AbortController();
      cancellation.onCancellationRequested(() => stop.abort());
      const found = (count: number): void =>
        progress.report({ message: vscode.l10n.t('Events: {0}', count) });
      return collect(pages(stop.signal), isShown, found).catch((error: unknown) => {
        if (!stop.signal.aborted) throw error;
      });
    },
  );
  if (exported) await saveText(target, exportText(format, exported, names));
}

async function collect(
  pages: AsyncIterable<AuditPage>,
  isShown: (event: AuditEvent) => boolean,
  found: (count: number) => void,
): Promise<ExportedEvents> {
  const events: AuditEvent[] = [];
  let last: PrunedEntries | undefined;
  for await (const page of pages) {
    for (const event of page.events) if (isShown(event)) events.push(event);
    last = page.pruned;
    found(events.length);
  }
  return { events, ...(last && { pruned: last }) };
}
