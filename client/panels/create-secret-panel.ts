import * as vscode from 'vscode';
import type { NewSecret } from '../../contracts/vault-api/secrets.ts';
import {
  type CreateDraft,
  type FromCreatePanel,
  isFromCreatePanel,
  type ToCreatePanel,
} from '../../contracts/create-secret-messages.ts';
import { VaultError } from '../../vault-client/index.ts';
import type { Account } from '../session/account.ts';
import { type CreateContent, openMessage, subjectOf } from './create-secret-model.ts';
import { goneText, type HeldLiteral, leftText } from '../language/held-literal.ts';
import { byName } from './panel-agents.ts';
import type { Panel, Panels } from './panel.ts';
import { closedWithInput, confirmsDiscard, questionAbout, wantsBack } from './unsaved.ts';

/** What the form is filled with when it opens. */
export interface CreatePrefill extends CreateContent {
  readonly literal?: HeldLiteral;
  /** The tab that the editor kept over a reload of the window. */
  readonly tab?: vscode.WebviewPanel;
}

/** Resolves once the panel is open. It closes itself when the secret is created. */
export async function showCreateSecretPanel(
  panels: Panels,
  account: Account,
  prefill: CreatePrefill,
): Promise<void> {
  const { literal, tab } = prefill;
  const subject = subjectOf(prefill);
  // What a form about another place was given stays with it: a literal starts anew.
  if (!literal && !tab && panels.reveal(subject)) return;
  const ask = () => Promise.all([account.agents(), account.secrets()]);
  const answer = await panels.prepare(subject, ask, tab);
  if (!answer) return;
  const [agents, secrets] = answer;
  const takenNames = secrets.map((secret) => secret.name);
  new CreatePanel(panels, account, prefill).open({ agents: byName(agents), takenNames });
}

class CreatePanel {
  readonly #panels: Panels;
  readonly #account: Account;
  readonly #prefill: CreatePrefill;
  #panel: Panel | undefined;
  /** What was typed, without values. */
  #draft: CreateDraft | undefined;
  #typed = false;

  constructor(panels: Panels, account: Account, prefill: CreatePrefill) {
    this.#panels = panels;
    this.#account = account;
    this.#prefill = prefill;
  }

  open(lists: Pick<ToOpen, 'agents' | 'takenNames'>): void {
    const { tab } = this.#prefill;
    this.#panel = this.#panels.open(subjectOf(this.#prefill), {
      script: 'create-secret',
      title: vscode.l10n.t('Create Secret'),
      ...(tab ? { tab } : {}),
      retain: true,
      received: (message) => {
        if (isFromCreatePanel(message)) void this.#receive(message, lists);
      },
      isUnsaved: () => this.#isUnsaved(),
      closedByPerson: () => void this.#offerBack(),
    });
  }

  async #receive(message: FromCreatePanel, lists: Pick<ToOpen, 'agents' | 'takenNames'>): Promise<void> {
    switch (message.type) {
      case 'ready':
        await this.#panel?.post({ ...openMessage(this.#prefill, this.#draft), ...lists });
        return;
      case 'draft':
        this.#draft = message.draft;
        this.#typed = message.typed;
        return;
      case 'cancel':
        if (!this.#isUnsaved() || (await confirmsDiscard(questionAbout(this.#label)))) this.#panel?.close();
        return;
      case 'create':
        await this.#create(message);
    }
  }

  async #create({ type: _type, literal: wantsLiteral, agentIds, ...secret }: ToCreate): Promise<void> {
    const moved = wantsLiteral ? this.#prefill.literal : undefined;
    try {
      if (wantsLiteral && !(await moved?.isThere())) return await this.#fail({ message: goneText() });
      const value = moved ? valueOf(moved) : {};
      const created: NewSecret = { ...secret, ...value, agentIds: [...agentIds] };
      await this.#account.createSecret(created);
      this.#panel?.close();
      vscode.window.setStatusBarMessage(vscode.l10n.t('$(check) Secret "{0}" created', secret.name), 5000);
    } catch (error) {
      return this.#fail(failure(error));
    }
    if (moved && !(await moved.replace({ name: secret.name })))
      void vscode.window.showWarningMessage(leftText(secret.name));
  }

  async #fail(failed: { message: string; field?: 'name' | 'value' }): Promise<void> {
    const isSeen = await this.#panel?.post({ type: 'failed', ...failed } satisfies ToCreatePanel);
    if (!isSeen) void vscode.window.showErrorMessage(failed.message);
  }

  get #label(): string {
    return this.#draft?.name || this.#prefill.name || vscode.l10n.t('Create Secret');
  }

  #isUnsaved(): boolean {
    return this.#typed || ((this.#draft ?? this.#prefill).edited ?? false);
  }

  async #offerBack(): Promise<void> {
    if (!this.#isUnsaved() || !(await wantsBack(closedWithInput(this.#label)))) return;
    const { tab: _closed, ...prefill } = this.#prefill;
    await showCreateSecretPanel(this.#panels, this.#account, { ...prefill, ...this.#draft });
  }
}

type ToOpen = Extract<ToCreatePanel, { type: 'open' }>;
type ToCreate = Extract<FromCreatePanel, { type: 'create' }>;

/** The kind follows from the code, whatever the panel says. */
function valueOf({ fields, value }: HeldLiteral): Pick<NewSecret, 'kind' | 'value'> {
  return { kind: fields.length > 0 ? 'key_value' : 'single', value };
}

function failure(error: unknown): { message: string; field?: 'name' | 'value' } {
  if (!(error instanceof VaultError)) return { message: vscode.l10n.t('The secret could not be created.') };
  if (error.code === 'NameTaken') return { message: error.message, field: 'name' };
  return error.code === 'TooLarge' ? { message: error.message, field: 'value' } : { message: error.message };
}
