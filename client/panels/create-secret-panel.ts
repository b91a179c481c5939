import * as vscode from 'vscode';
import { commandIds } from '../../contracts/ids.ts';
import type { NewSecret } from '../../contracts/vault-api/secrets.ts';
import {
  type CreateDraft,
  type FromCreatePanel,
  isFromCreatePanel,
  type ToCreatePanel,
} from '../../contracts/create-secret-messages.ts';
import { CoalescedTask } from '../common/coalesced-task.ts';
import { VaultError } from '../../vault-client/index.ts';
import { type CreateContent, openMessage, subjectOf } from './create-secret.ts';
import { goneText, type HeldLiteral, leftText } from '../language/held-literal.ts';
import { type AccountLists, accountLists, listsFollow } from './account-lists.ts';
import type { PanelParts } from './panel-parts.ts';
import { StoredDraft } from './stored-drafts.ts';
import { FormPanel } from './form-panel.ts';

export interface CreatePrefill extends CreateContent {
  readonly literal?: HeldLiteral;
  /** Identifies the form if it is restored. */
  readonly form?: string;
  /** The tab to use, if the editor restored it after a window reload. */
  readonly tab?: vscode.WebviewPanel;
}

/** Resolves once the panel is open. The panel closes itself after the secret is created. */
export async function showCreateSecretPanel(parts: PanelParts, prefill: CreatePrefill): Promise<void> {
  const { panels } = parts;
  const { literal, tab } = prefill;
  const subject = subjectOf(prefill);
  // An open form comes to the front unchanged, unless the new one is for a literal, which always gets its own
  // form.
  if (!literal && !tab && panels.reveal(subject)) return;
  const lists = await panels.prepare(subject, () => accountLists(parts), tab);
  if (lists) new CreatePanel(parts, prefill, lists).open();
}

class CreatePanel extends FormPanel<FromCreatePanel, ToCreatePanel> {
  readonly #prefill: CreatePrefill;
  #lists: AccountLists;
  readonly #form: string;
  readonly #stored: StoredDraft;
  #draft: CreateDraft | undefined;
  #typed = false;
  #isCreating = false;
  readonly #following = new CoalescedTask(() => this.#follow());

  constructor(parts: PanelParts, prefill: CreatePrefill, lists: AccountLists) {
    super(parts);
    this.#prefill = prefill;
    this.#lists = lists;
    this.#form = prefill.form ?? crypto.randomUUID();
    this.#stored = new StoredDraft(parts.memory, this.#form);
  }

  open(): void {
    this.show({
      subject: subjectOf(this.#prefill),
      script: 'create-secret',
      title: vscode.l10n.t('Create Secret'),
      tab: this.#prefill.tab,
      retain: true,
      accepts: isFromCreatePanel,
      following: [
        { dispose: () => this.#stored.forget() },
        this.parts.session.onDidReceive(({ type }) => {
          if (listsFollow.has(type)) void this.#following.rerun();
        }),
      ],
    });
  }

  protected async receive(message: FromCreatePanel): Promise<void> {
    switch (message.type) {
      case 'ready':
        return this.#showLists();
      case 'draft':
        this.#draft = message.draft;
        this.#typed = message.typed;
        // Only this window has the literal, so its form cannot be restored.
        if (!this.#prefill.literal) this.#stored.keep(message.draft);
        return;
      case 'restore':
        return this.#restore(message.name);
      case 'show':
        await vscode.commands.executeCommand(commandIds.showSecret, { name: message.name });
        return;
      case 'cancel':
        return this.cancel();
      case 'create':
        return this.#create(message);
    }
  }

  #showLists(): Promise<void> {
    return this.post({ ...openMessage(this.#prefill, this.#draft), ...this.#lists, form: this.#form });
  }

  /** The form's own secret must not be mistaken for another user's secret with the same name. */
  async #follow(): Promise<void> {
    // The user did not request this, so it must not prompt for a sign-in.
    if (this.#isCreating || this.parts.session.state.kind !== 'ready') return;
    const lists = await accountLists(this.parts).catch(() => this.#lists);
    if (this.#isCreating) return;
    this.#lists = lists;
    await this.#showLists();
  }

  /** Keeps the form: its input may belong to a secret with another name. */
  async #restore(name: string): Promise<void> {
    await vscode.commands.executeCommand(commandIds.restoreSecrets, { name });
    this.#lists = await accountLists(this.parts).catch(() => this.#lists);
    await this.#showLists();
  }

  async #create({ type: _type, literal: wantsLiteral, agentIds, ...secret }: ToCreate): Promise<void> {
    const moved = wantsLiteral ? this.#prefill.literal : undefined;
    try {
      if (wantsLiteral && !(await moved?.isThere()))
        return await this.post({ type: 'failed', message: goneText() });
      const value = moved ? valueOf(moved) : {};
      const created: NewSecret = { ...secret, ...value, agentIds: [...agentIds] };
      const { vault, accountId, session } = this.parts;
      this.#isCreating = true;
      await vault.createSecret(accountId, created);
      session.changed();
      this.close();
      vscode.window.setStatusBarMessage(vscode.l10n.t('$(check) Secret "{0}" created', secret.name), 5000);
    } catch (error) {
      this.#isCreating = false;
      return this.post({ type: 'failed', ...failure(error) });
    }
    if (moved && !(await moved.replace({ name: secret.name })))
      void vscode.window.showWarningMessage(leftText(secret.name));
  }

  protected get label(): string {
    return this.#draft?.name || this.#prefill.name || vscode.l10n.t('Create Secret');
  }

  protected get isUnsaved(): boolean {
    return this.#typed || ((this.#draft ?? this.#prefill).edited ?? false);
  }

  protected reopen(): Promise<void> {
    const { tab: _closed, ...prefill } = this.#prefill;
    return showCreateSecretPanel(this.parts, { ...prefill, ...this.#draft });
  }
}

type ToCreate = Extract<FromCreatePanel, { type: 'create' }>;

/** The code determines the kind, whatever the panel sends. */
function valueOf({ fields, value }: HeldLiteral): Pick<NewSecret, 'kind' | 'value'> {
  return { kind: fields.length > 0 ? 'key_value' : 'single', value };
}

function failure(error: unknown): { message: string; field?: 'name' | 'value' } {
  if (!(error instanceof VaultError)) return { message: vscode.l10n.t('The secret could not be created.') };
  if (error.code === 'NameTaken') return { message: error.message, field: 'name' };
  return error.code === 'TooLarge' ? { message: error.message, field: 'value' } : { message: error.message };
}
