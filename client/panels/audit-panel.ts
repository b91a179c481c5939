import * as vscode from 'vscode';
import {
  type AuditFormat,
  type AuditPerson,
  type AuditView,
  type FromAuditPanel,
  isFromAuditPanel,
  type ToAuditPanel,
} from '../../contracts/audit-messages.ts';
import { commandIds } from '../../contracts/ids.ts';
import type { PanelAgent } from '../../contracts/panel-agent.ts';
import type { AuditEvent } from '../../contracts/vault-api/audit.ts';
import { CoalescedTask } from '../common/coalesced-task.ts';
import { auditPeople, auditSearch, firstAuditView, isInView } from './audit-search.ts';
import { EventPages, type EventSearch } from './event-pages.ts';
import { knownPeople } from './known-names.ts';
import type { Panel } from './panel.ts';
import { messageOf, type PanelParts, sortedAgents } from './panel-parts.ts';
import { saveAudit } from './save-audit.ts';
import { type Names, namesOf } from './shown-events.ts';

const subject = 'audit log';

/** The largest page that the vault sends. */
const exportLimit = '1000';

export interface AuditOptions {
  /** Without it, a panel that is already open comes to the front unchanged. */
  readonly view?: AuditView;
  /** The tab to use, if the editor restored it after a window reload. */
  readonly tab?: vscode.WebviewPanel;
}

interface Known {
  readonly names: Names;
  readonly people: readonly AuditPerson[];
  readonly agents: readonly PanelAgent[];
  readonly secrets: readonly string[];
}

/**
 * Opens the audit log of the account.
 * @throws VaultError
 */
export async function showAuditPanel(parts: PanelParts, { view, tab }: AuditOptions): Promise<void> {
  if (!view && !tab && parts.panels.reveal(subject)) return;
  const known = await parts.panels.prepare(subject, () => knownOf(parts), tab);
  if (known) new AuditPanel(parts, known, view ?? firstAuditView).open(tab);
}

/** Names are only used for display and suggestions: without them, the panel shows IDs. */
async function knownOf(parts: PanelParts): Promise<Known> {
  const { vault, accountId, session } = parts;
  const [{ tokens, users, agents }, secrets] = await Promise.all([
    knownPeople({ ...parts, mayListPeople: session.may('people:list') }),
    session.may('secrets:list') ? vault.secrets(accountId, { includeDeleted: true }).catch(() => []) : [],
  ]);
  return {
    names: namesOf(tokens, users, agents),
    people: auditPeople(users, tokens),
    agents: sortedAgents(agents),
    secrets: secrets.map(({ name }) => name),
  };
}

class AuditPanel {
  readonly #parts: PanelParts;
  #known: Known;
  /** Whether people or agents have changed since. */
  #isKnownOld = false;
  #view: AuditView;
  readonly #pages: EventPages;
  /**
   * Whether a page was already shown. If so, the page is new because the tab became visible again, and
   * everything is requested again.
   */
  #wasShown = false;
  /** Whether the last request failed. If so, the panel does not show everything. */
  #hasFailed = false;
  #panel: Panel | undefined;
  readonly #catchingUp = new CoalescedTask(() => this.#withMessage(() => this.#catchUp()));

  constructor(parts: PanelParts, known: Known, view: AuditView) {
    this.#parts = parts;
    this.#known = known;
    this.#view = view;
    const { vault, accountId } = parts;
    const requests = () => vault.accessRequests(accountId);
    this.#pages = new EventPages({ names: () => this.#known.names, requests }, this.#search());
  }

  open(tab: vscode.WebviewPanel | undefined): void {
    const { session, panels } = this.#parts;
    const following = session.onDidReceive(({ type }) => {
      if (type === 'people-changed' || type === 'agents-changed') this.#isKnownOld = true;
      // Each request adds an entry to the audit log, so a hidden tab sends none, and a reconnection requests
      // something only after a failure.
      if (type === 'connected' && !this.#hasFailed) return;
      if (this.#wasShown && this.#panel?.visible) void this.#catchingUp.rerun();
    });
    this.#panel = panels.open(subject, {
      script: 'audit',
      title: vscode.l10n.t('Audit Log'),
      ...(tab ? { tab } : {}),
      received: (message) => {
        if (isFromAuditPanel(message)) void this.#receive(message);
      },
      closed: () => following.dispose(),
    });
  }

  async #receive(message: FromAuditPanel): Promise<void> {
    switch (message.type) {
      case 'ready':
        return this.#show();
      case 'more':
        return this.#withMessage(() => this.#showEvents(this.#pages.next(), { first: false }));
      case 'refresh':
        return this.#catchingUp.rerun();
      case 'view':
        this.#view = message.view;
        return this.#withMessage(() => this.#showEvents(this.#pages.begin(this.#search())));
      case 'verify':
        return this.#withMessage(() => this.#verify());
      case 'show':
        await vscode.commands.executeCommand(commandIds.showSecret, { name: message.name });
        return;
      case 'export':
        return this.#withMessage(() => this.#export(message.format));
    }
  }

  async #show(): Promise<void> {
    this.#wasShown = true;
    await this.#showKnown();
    await this.#withMessage(() => this.#showEvents(this.#pages.again()));
  }

  async #showKnown(): Promise<void> {
    const { people, agents, secrets } = this.#known;
    await this.#post({ type: 'open', view: this.#view, people, agents, secrets });
  }

  /** Adds the new events above those on display, so that these keep their place. */
  async #catchUp(): Promise<void> {
    if (this.#isKnownOld) {
      this.#isKnownOld = false;
      this.#known = await knownOf(this.#parts);
      await this.#showKnown();
    }
    const events = this.#hasFailed ? undefined : await this.#pages.newer();
    this.#hasFailed = false;
    if (events) await this.#post({ type: 'newer', events });
    else await this.#showEvents(this.#pages.again());
  }

  async #showEvents(page: ReturnType<EventPages['next']>, { first } = { first: true }): Promise<void> {
    await this.#post({ type: 'events', ...(await page), first });
  }

  async #verify(): Promise<void> {
    const { vault, accountId } = this.#parts;
    await this.#post({ type: 'verdict', verdict: await vault.verifyAudit(accountId) });
  }

  async #export(format: AuditFormat): Promise<void> {
    const { vault, accountId } = this.#parts;
    const search = { ...auditSearch(this.#view, Date.now()), limit: exportLimit };
    await saveAudit(format, {
      pages: (signal) => vault.auditPages(accountId, search, signal),
      isShown: this.#isShown(),
      names: this.#known.names,
    });
  }

  #search(): EventSearch {
    const { vault, accountId } = this.#parts;
    const search = auditSearch(this.#view, Date.now());
    return { pages: () => vault.auditPages(accountId, search), isShown: this.#isShown() };
  }

  #isShown(): (event: AuditEvent) => boolean {
    const view = this.#view;
    return (event) => isInView(view, event);
  }

  async #withMessage(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#hasFailed = true;
      const message = messageOf(error, vscode.l10n.t('The vault could not be reached.'));
      await this.#post({ type: 'failed', message });
    }
  }

  async #post(message: ToAuditPanel): Promise<void> {
    await this.#panel?.post(message);
  }
}
