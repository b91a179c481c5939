import type { AuditFormat, AuditView, FromAuditPanel, ToAuditPanel } from '../../contracts/audit-messages.ts';
import type { ShownEvent } from '../../contracts/shown-event.ts';
import { Drawing } from '../common/drawing.ts';
import { keepFocusNear } from '../common/focus-near.ts';
import type { Host } from '../common/open-panel.ts';
import { storable } from '../common/storable.ts';
import { t } from '../common/words.ts';
import type { AuditActions, AuditLog } from './log.ts';
import { auditView } from './view.ts';

export class AuditPanel implements AuditActions {
  readonly #drawing: Drawing;
  readonly #host: Host<FromAuditPanel>;
  #log: AuditLog | undefined;
  #isRefreshing = false;

  constructor(root: HTMLElement, host: Host<FromAuditPanel>) {
    this.#drawing = new Drawing(root);
    this.#host = host;
  }

  receive(message: ToAuditPanel): void {
    switch (message.type) {
      case 'open':
        return this.#open(message);
      case 'events':
        return this.#append(message);
      case 'newer':
        return this.#prepend(message.events);
      case 'verdict':
        return this.#change({ verdict: message.verdict, alert: '' });
      case 'failed':
        return this.#change({ alert: message.message, busy: false, status: '', ...this.#withoutRun() });
    }
  }

  readonly look = (changed: Partial<AuditView>): void => {
    if (!this.#log) return;
    const view = { ...this.#log.view, ...changed };
    this.#host.keep({ name: '', draft: { ...view, secret: storable(view.secret) } });
    this.#change({ view, busy: true, alert: '', status: '' });
    this.#host.post({ type: 'view', view });
  };

  readonly moreEvents = (): void => {
    this.#change({ busy: true, alert: '' });
    this.#host.post({ type: 'more' });
  };

  readonly refresh = (): void => {
    this.#isRefreshing = true;
    this.#change({ status: '' });
    this.#host.post({ type: 'refresh' });
  };

  readonly verify = (): void => {
    this.#change({ verdict: 'running', alert: '' });
    this.#host.post({ type: 'verify' });
  };

  readonly show = (name: string): void => this.#host.post({ type: 'show', name });

  readonly exportAs = (format: AuditFormat): void => this.#host.post({ type: 'export', format });

  /** Also sent when people or agents have changed, which leaves the events on display. */
  #open({ view, people, agents, secrets }: Extract<ToAuditPanel, { type: 'open' }>): void {
    if (this.#log) return this.#change({ people, agents, secrets });
    this.#host.keep({ name: '', draft: view });
    this.#log = { view, people, agents, secrets, more: false, busy: false, alert: '', status: '' };
    this.#change({});
  }

  /** The first page is announced only if the user has filtered. */
  #append({ events, more, first, pruned }: Extract<ToAuditPanel, { type: 'events' }>): void {
    const before = this.#log?.events ?? [];
    if (first) {
      const status = this.#log?.busy ? t('Events: {0}', events.length) : '';
      return this.#change({ events, more, pruned, busy: false, alert: '', status });
    }
    const status = t('{0} more events', events.length);
    this.#change({ events: [...before, ...events], more, pruned, busy: false, status });
  }

  /** The browser keeps the rows on display at their place if the page is scrolled. */
  #prepend(events: readonly ShownEvent[]): void {
    const isAsked = this.#isRefreshing;
    this.#isRefreshing = false;
    if (events.length === 0 && !isAsked) return;
    const all = [...events, ...(this.#log?.events ?? [])];
    this.#change({ events: all, alert: '', status: t('New events: {0}', events.length) });
  }

  #withoutRun(): Partial<AuditLog> {
    return this.#log?.verdict === 'running' ? { verdict: undefined } : {};
  }

  #change(changed: Partial<AuditLog>): void {
    if (!this.#log) return;
    const log = { ...this.#log, ...changed };
    this.#log = log;
    keepFocusNear('title', () => this.#drawing.draw(auditView(log, this)));
  }
}
