import * as vscode from 'vscode';
import {
  type EditDraft,
  type EditedSecret,
  type EditSave,
  type FromEditPanel,
  isFromEditPanel,
  type ToEditPanel,
} from '../../contracts/edit-secret-messages.ts';
import type { SecretMetadata } from '../../contracts/vault-api/secrets.ts';
import { CoalescedTask } from '../common/coalesced-task.ts';
import { translate } from '../common/translate.ts';
import { VaultError } from '../../vault-client/index.ts';
import { confirms } from './confirm.ts';
import { lacksValue, removalPrompt, savedText } from './edit-secret.ts';
import { placeLabels } from './evidence.ts';
import { knownNames } from './known-names.ts';
import {
  concernsSecret,
  lookedUp,
  messageOf,
  type PanelParts,
  type SecretPanelSubject,
} from './panel-parts.ts';
import { StoredDraft } from './stored-drafts.ts';
import { FormPanel } from './form-panel.ts';

export interface EditSubject extends SecretPanelSubject {
  /** Unsaved input, without values. */
  readonly draft?: EditDraft;
  /** Identifies the form if it is restored. */
  readonly form?: string;
}

/** Opens a secret's form. If it is already open, it comes to the front with its input. */
export async function showEditSecretPanel(parts: PanelParts, subject: EditSubject): Promise<void> {
  if (!subject.tab && parts.panels.reveal(subjectOf(subject))) return;
  const { panels, vault, accountId } = parts;
  const ask = () => Promise.all([vault.secret(accountId, subject.name), vault.secrets(accountId)]);
  const answer = await panels.prepare(subjectOf(subject), ask, subject.tab);
  if (!answer) return;
  const [secret, all] = answer;
  const otherNames = all.map(({ name }) => name).filter((name) => name !== subject.name);
  new EditPanel(parts, subject, { secret, otherNames }).open();
}

function subjectOf({ name }: EditSubject): string {
  return `edit ${name}`;
}

interface EditContent {
  readonly secret: SecretMetadata;
  readonly otherNames: readonly string[];
}

class EditPanel extends FormPanel<FromEditPanel, ToEditPanel> {
  readonly #subject: EditSubject;
  readonly #otherNames: readonly string[];
  /** What the user sees, and on which changes are based. */
  #secret: SecretMetadata;
  readonly #form: string;
  readonly #stored: StoredDraft;
  #draft: EditDraft | undefined;
  #typed = false;
  /** Whether a change may be the form's own. */
  #isSaving = false;
  /** Whether the form shows an earlier secret, because its input is unsaved. */
  #isBehind = false;
  readonly #following = new CoalescedTask(() => this.#follow());

  constructor(parts: PanelParts, subject: EditSubject, { secret, otherNames }: EditContent) {
    super(parts);
    this.#otherNames = otherNames;
    this.#subject = subject;
    this.#secret = secret;
    this.#draft = subject.draft;
    this.#form = subject.form ?? crypto.randomUUID();
    this.#stored = new StoredDraft(parts.memory, this.#form);
  }

  open(): void {
    const { name, tab } = this.#subject;
    this.show({
      subject: subjectOf(this.#subject),
      script: 'edit-secret',
      title: vscode.l10n.t('Edit: {0}', name),
      tab,
      retain: true,
      accepts: isFromEditPanel,
      following: [
        { dispose: () => this.#stored.forget() },
        this.parts.session.onDidReceive((event) => {
          if (concernsSecret(event, name)) void this.#following.rerun();
        }),
      ],
    });
  }

  protected async receive(message: FromEditPanel): Promise<void> {
    switch (message.type) {
      case 'ready':
        return this.post(this.#openMessage());
      case 'draft':
        this.#draft = message.draft ?? undefined;
        this.#typed = message.typed;
        this.#stored.keep(message.draft);
        if (!this.isUnsaved && this.#isBehind) await this.#following.rerun();
        return;
      case 'cancel':
        return this.cancel();
      case 'save':
        return this.#save(message.change);
    }
  }

  /**
   * Shows the current secret. Unsaved input is based on what the user saw, so a note says what changed, and the
   * input meets the current secret as a conflict when it is saved.
   */
  async #follow(): Promise<void> {
    const { session, vault, accountId } = this.parts;
    // The user did not request this, so it must not prompt for a sign-in.
    if (session.state.kind !== 'ready') return;
    const secret = await lookedUp(vault.secret(accountId, this.label));
    if (!secret) return;
    await this.showDeleted(secret === 'deleted');
    if (secret === 'deleted' || this.#isSaving || secret.etag === this.#secret.etag) return;
    const now = editedSecret(secret);
    this.#isBehind = this.isUnsaved && JSON.stringify(now) !== JSON.stringify(editedSecret(this.#secret));
    if (this.#isBehind)
      return this.post({ type: 'elsewhere', secret: now, by: await this.#changedBy(secret) });
    this.#secret = secret;
    await this.post({ type: 'secret', secret: now });
  }

  /** The name of the user who made the last change; undefined if unknown or if it did not store a value. */
  async #changedBy({ updatedAt }: SecretMetadata): Promise<string | undefined> {
    const { vault, accountId, session } = this.parts;
    const versions = await vault.versions(accountId, this.label).catch(() => []);
    const last = versions.find(({ createdAt }) => createdAt === updatedAt);
    if (!last) return undefined;
    const names = await knownNames({ ...this.parts, mayListPeople: session.may('people:list') });
    return names.actors.get(last.createdBy);
  }

  #openMessage(): ToEditPanel {
    const { name } = this.#subject;
    const secret = editedSecret(this.#secret);
    const otherNames = this.#otherNames;
    const form = this.#form;
    return { type: 'open', name, secret, otherNames, form, ...(this.#draft ? { draft: this.#draft } : {}) };
  }

  async #save({ fields, deprecated, ...plain }: EditSave): Promise<void> {
    const { name } = this.#subject;
    const change = {
      ...plain,
      ...(fields ? { fields: { set: { ...fields.set }, remove: [...fields.remove] } } : {}),
      ...(deprecated === undefined ? {} : { deprecated }),
    };
    if (lacksValue({ ...plain, ...(fields ? { fields } : {}) }, this.#typed)) {
      const message = vscode.l10n.t(
        'The form lost a value that you entered. Nothing was saved. Enter it again.',
      );
      return this.post({ type: 'failed', message, field: 'value' });
    }
    if (!(await this.#confirmsRemoval(fields?.remove ?? []))) return this.post({ type: 'kept' });
    this.#isSaving = true;
    try {
      await this.post({ type: 'saving' });
      const { vault, accountId, session } = this.parts;
      const saved = await vault.changeSecret(accountId, name, change, this.#secret.etag);
      session.changed();
      this.close();
      vscode.window.setStatusBarMessage(savedText(saved, this.#secret.version, translate), 5000);
    } catch (error) {
      await this.#explain(error);
    } finally {
      this.#isSaving = false;
    }
  }

  /** Removing a field can break code in the same way as deleting the secret does. */
  async #confirmsRemoval(fields: readonly string[]): Promise<boolean> {
    if (fields.length === 0) return true;
    const { name } = this.#subject;
    const places = placeLabels(await this.parts.languageClient.placesOfFields(name, fields));
    const prompt = removalPrompt({ name, fields, places }, translate);
    return !prompt || confirms(prompt.question, vscode.l10n.t('Remove'), prompt.detail);
  }

  #explain(error: unknown): Promise<void> {
    const message = messageOf(error, vscode.l10n.t('The secret could not be saved.'));
    const isTooLarge = error instanceof VaultError && error.code === 'TooLarge';
    const failed: ToEditPanel = { type: 'failed', message, ...(isTooLarge ? { field: 'value' } : {}) };
    return this.explain(error, failed, () => this.#readAgain());
  }

  async #readAgain(): Promise<ToEditPanel> {
    const { vault, accountId } = this.parts;
    this.#secret = await vault.secret(accountId, this.#subject.name);
    // The message is followed by both sides of the conflict.
    const message = vscode.l10n.t('The secret was changed by someone else. Nothing was saved.');
    return { type: 'conflict', message, secret: editedSecret(this.#secret) };
  }

  protected get label(): string {
    return this.#subject.name;
  }

  protected get isUnsaved(): boolean {
    return this.#draft !== undefined || this.#typed;
  }

  protected reopen(): Promise<void> {
    const { name } = this.#subject;
    return showEditSecretPanel(this.parts, { name, ...(this.#draft ? { draft: this.#draft } : {}) });
  }
}

function editedSecret({ kind, fields, description, version, deprecated }: SecretMetadata): EditedSecret {
  return { kind, fields, description, version, deprecated: deprecated ?? null };
}
