import type { FromHistoryPanel, HistoryFilter, ToHistoryPanel } from '../../contracts/history-messages.ts';
import { Drawing } from '../common/drawing.ts';
import type { Host } from '../common/open-panel.ts';
import { focusOn } from '../common/parts.ts';
import { t } from '../common/words.ts';
import { historyView, type History, type HistoryActions } from './view.ts';

/** The number of versions initially shown. */
const pageLength = 20;

export class HistoryPanel implements HistoryActions {
  readonly #drawing: Drawing;
  readonly #host: Host<FromHistoryPanel>;
  #history: History | undefined;
  #restoring = false;

  constructor(root: HTMLElement, host: Host<FromHistoryPanel>) {
    this.#drawing = new Drawing(root);
    this.#host = host;
  }

  receive(message: ToHistoryPanel): void {
    switch (message.type) {
      case 'open':
        return this.#open(message);
      case 'events':
        return this.#append(message);
      case 'versions':
        this.#change({ versions: message.versions, alert: '' });
        return message.restored ? this.#restored() : undefined;
      case 'failed':
        this.#restoring = false;
        return this.#change({ alert: message.message, busy: false, status: '' });
      case 'kept':
        this.#restoring = false;
        return this.#change({ busy: false, status: '' });
    }
  }

  readonly restore = (version: number): void => {
    this.#restoring = true;
    this.#change({ busy: true, alert: '' });
    this.#host.post({ type: 'restore', version });
  };

  readonly moreVersions = (): void =>
    this.#change({ shownVersions: (this.#history?.shownVersions ?? 0) + pageLength });

  readonly filter = (filter: HistoryFilter): void => {
    this.#change({ filter, busy: true, alert: '', status: '' });
    this.#host.post({ type: 'filter', filter });
  };

  readonly refresh = (): void => this.#host.post({ type: 'refresh' });

  readonly openAuditLog = (): void => this.#host.post({ type: 'audit-log' });

  readonly moreEvents = (): void => {
    this.#change({ busy: true, alert: '' });
    this.#host.post({ type: 'more' });
  };

  #open({ name, versions, mayRestore, mayAudit, filter }: Extract<ToHistoryPanel, { type: 'open' }>): void {
    this.#host.keep({ name });
    this.#history = {
      name,
      versions,
      mayRestore,
      mayAudit,
      filter,
      shownVersions: pageLength,
      more: false,
      busy: false,
      alert: '',
      status: '',
    };
    this.#change({});
  }

  #restored(): void {
    this.#restoring = false;
    this.#change({ busy: false, status: t('Version restored.') });
    focusOn('versions-heading');
  }

  /** The first page is not announced, because it loads with the panel or after the secret has changed. */
  #append({ events, more, first }: Extract<ToHistoryPanel, { type: 'events' }>): void {
    if (first) return this.#change({ events, more, busy: this.#restoring, alert: '' });
    const before = this.#history?.events ?? [];
    const status = before.length === 0 ? '' : t('{0} more events', events.length);
    this.#change({ events: [...before, ...events], more, busy: false, status });
  }

  #change(changed: Partial<History>): void {
    if (!this.#history) return;
    this.#history = { ...this.#history, ...changed };
    this.#drawing.draw(historyView(this.#history, this));
  }
}
