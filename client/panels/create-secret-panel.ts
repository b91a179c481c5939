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
import { type CreateContent, openMessage, subjectOf } from './create-secret.ts';
import { goneText, type HeldLiteral, leftText } from '../language/held-literal.ts';
import { byName } from './panel-agents.ts';
import { FormPanel } from './form-panel.ts';
import type { Panels } from './panel.ts';

/** The initial content of the form. */
export interface CreatePrefill extends CreateContent {
  readonly literal?: HeldLiteral;
  /** The tab that the editor restored after a window reload. */
  readonly tab?: vscode.WebviewPanel;
}

/** Resolves once the panel is open. The panel closes itself when the secret is created. */
export async function showCreateSecretPanel(
  panels: Panels,
  account: Account,
  prefill: CreatePrefill,
): Promise<void> {
  const { literal, tab } = prefill;
  const subject = subjectOf(prefill);
  // An open form about another place keeps its content: each literal gets its own form.
  if (!literal && !tab && panels.reveal(subject)) return;
  const ask = () => Promise.all([account.agents(), account.secrets()]);
  const answer = await panels.prepare(subject, ask, tab);
  if (!answer) return;
  const [agents, secrets] = answer;
  const takenNames = secrets.map((secret) => secret.name);
  new CreatePanel({ panels, account, prefill, lists: { agents: byName(agents), takenNames } }).open();
}

interface CreateParts {
  readonly panels: Panels;
  readonly account: Account;
  readonly prefill: CreatePrefill;
  readonly lists: Pick<ToOpen, 'agents' | 'takenNames'>;
}

class CreatePanel extends FormPanel<FromCreatePanel, ToCreatePanel> {
  readonly #parts: CreateParts;
  /** The input, without values. */
  #draft: CreateDraft | undefined;
  #typed = false;

  constructor(parts: CreateParts) {
    super(parts.panels);
    this.#parts = parts;
  }

  open(): void {
    const { prefill } = this.#parts;
    this.show({
      subject: subjectOf(prefill),
      script: 'create-secret',
      title: vscode.l10n.t('Create Secret'),
      tab: prefill.tab,
      retain: true,
      accepts: isFromCreatePanel,
    });
  }

  protected async receive(message: FromCreatePanel): Promise<void> {
    switch (message.type) {
      case 'ready':
        return this.post({ ...openMessage(this.#parts.prefill, this.#draft), ...this.#parts.lists });
      case 'draft':
        this.#draft = message.draft;
        this.#typed = message.typed;
        return;
      case 'cancel':
        return this.cancel();
      case 'create':
        return this.#create(message);
    }
  }

  async #create({ type: _type, literal: wantsLiteral, agentIds, ...secret }: ToCreate): Promise<void> {
    const moved = wantsLiteral ? this.#parts.prefill.literal : undefined;
    try {
      if (wantsLiteral && !(await moved?.isThere()))
        return await this.post({ type: 'failed', message: goneText() });
      const value = moved ? valueOf(moved) : {};
      const created: NewSecret = { ...secret, ...value, agentIds: [...agentIds] };
      await this.#parts.account.createSecret(created);
      this.close();
      vscode.window.setStatusBarMessage(vscode.l10n.t('$(check) Secret "{0}" created', secret.name), 5000);
    } catch (error) {
      return this.post({ type: 'failed', ...failure(error) });
    }
    if (moved && !(await moved.replace({ name: secret.name })))
      void vscode.window.showWarningMessage(leftText(secret.name));
  }

  protected get label(): string {
    return this.#draft?.name || this.#parts.prefill.name || vscode.l10n.t('Create Secret');
  }

  protected get isUnsaved(): boolean {
    return this.#typed || ((this.#draft ?? this.#parts.prefill).edited ?? false);
  }

  protected reopen(): Promise<void> {
    const { panels, account } = this.#parts;
    const { tab: _closed, ...prefill } = this.#parts.prefill;
    return showCreateSecretPanel(panels, account, { ...prefill, ...this.#draft });
  }
}

type ToOpen = Extract<ToCreatePanel, { type: 'open' }>;
type ToCreate = Extract<FromCreatePanel, { type: 'create' }>;

/** The code determines the kind, regardless of what the panel sends. */
function valueOf({ fields, value }: HeldLiteral): Pick<NewSecret, 'kind' | 'value'> {
  return { kind: fields.length > 0 ? 'key_value' : 'single', value };
}

function failure(error: unknown): { message: string; field?: 'name' | 'value' } {
  if (!(error instanceof VaultError)) return { message: vscode.l10n.t('The secret could not be created.') };
  if (error.code === 'NameTaken') return { message: error.message, field: 'name' };
  return error.code === 'TooLarge' ? { message: error.message, field: 'value' } : { message: error.message };
}
