import * as vscode from 'vscode';
import {
  type FromPeoplePanel,
  isFromPeoplePanel,
  type PeopleAction,
  type PeopleView,
  type ToPeoplePanel,
} from '../../contracts/people-messages.ts';
import { CoalescedTask } from '../common/coalesced-task.ts';
import type { Panel } from './panel.ts';
import { messageOf, type PanelParts } from './panel-parts.ts';
import { listedKeys, listedPeople } from './people.ts';

const subject = 'people and keys';

type Content = Extract<ToPeoplePanel, { type: 'people' }>;

/** Does what the user chose in the panel, with its questions and messages. */
export type ActOnPeople = (action: PeopleAction, id: string | undefined) => Promise<void>;

export interface PeopleOptions {
  readonly view?: PeopleView;
  /** The tab to use, if the editor restored it after a window reload. */
  readonly tab?: vscode.WebviewPanel;
}

/**
 * Opens the list of the account's people and keys. If it is already open, brings it to the front.
 * @throws VaultError
 */
export async function showPeoplePanel(
  parts: PanelParts,
  act: ActOnPeople,
  { tab, view }: PeopleOptions,
): Promise<void> {
  const { panels } = parts;
  if (!tab && panels.reveal(subject)) return;
  const content = await panels.prepare(subject, () => contentOf(parts), tab);
  if (content) new PeoplePanel(parts, act, { ...content, view }).open(tab);
}

async function contentOf({ vault, accountId, session }: PanelParts): Promise<Content> {
  const [users, tokens, agents] = await Promise.all([
    vault.users(accountId),
    vault.tokens(accountId, {}),
    vault.agents(accountId),
  ]);
  return {
    type: 'people',
    people: listedPeople(users),
    keys: listedKeys(tokens, users, agents, new Date()),
    mayChangePeople: session.may('users:write'),
    mayChangeKeys: session.may('tokens:write'),
  };
}

/** Follows changes of people. Uses and sign-ins are not announced, so the list is read again when it is shown. */
class PeoplePanel {
  readonly #parts: PanelParts;
  readonly #act: ActOnPeople;
  #content: Content;
  #wasShown = false;
  #panel: Panel | undefined;
  readonly #reading = new CoalescedTask(() => this.#readAgain());

  constructor(parts: PanelParts, act: ActOnPeople, content: Content) {
    this.#parts = parts;
    this.#act = act;
    this.#content = content;
  }

  open(tab: vscode.WebviewPanel | undefined): void {
    const { session, panels } = this.#parts;
    const following = session.onDidReceive(({ type }) => {
      if (['people-changed', 'agents-changed', 'connected'].includes(type)) void this.#reading.rerun();
    });
    this.#panel = panels.open(subject, {
      script: 'people',
      title: vscode.l10n.t('People and Keys'),
      ...(tab ? { tab } : {}),
      received: (message) => {
        if (isFromPeoplePanel(message)) void this.#receive(message);
      },
      closed: () => following.dispose(),
    });
  }

  async #receive(message: FromPeoplePanel): Promise<void> {
    if (message.type === 'ready') {
      const isOld = this.#wasShown;
      this.#wasShown = true;
      return isOld ? this.#reading.rerun() : this.#post(this.#content);
    }
    if (message.type === 'draft') {
      this.#content = { ...this.#content, view: message.view };
      return;
    }
    await this.#act(message.action, message.id);
    await this.#reading.rerun();
  }

  async #readAgain(): Promise<void> {
    try {
      const content = await contentOf(this.#parts);
      this.#content = { ...content, view: this.#content.view };
      await this.#post(this.#content);
    } catch (error) {
      const otherwise = vscode.l10n.t('The list could not be updated.');
      await this.#post({ type: 'failed', message: messageOf(error, otherwise) });
    }
  }

  async #post(message: ToPeoplePanel): Promise<void> {
    await this.#panel?.post(message);
  }
}
