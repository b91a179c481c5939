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
import { VaultError } from '../../vault-client/index.ts';
import { messageOf } from './failure.ts';
import type { Panel } from './panel.ts';
import type { SecretPanelParts, SecretPanelSubject } from './secret-panel.ts';
import { closedWithInput, confirmsDiscard, questionAbout, wantsBack } from './unsaved.ts';

export interface EditSubject extends SecretPanelSubject {
  /** What was left unsaved, without values. */
  readonly draft?: EditDraft;
}

/** Opens the form of a secret; one that is open already comes to the front with what was typed. */
export async function showEditSecretPanel(parts: SecretPanelParts, subject: EditSubject): Promise<void> {
  if (!subject.tab && parts.panels.reveal(subjectOf(subject))) return;
  const { panels, account } = parts;
  const ask = () => Promise.all([account.secret(subject.name), account.secrets()]);
  const answer = await panels.prepare(subjectOf(subject), ask, subject.tab);
  if (!answer) return;
  const [secret, all] = answer;
  const otherNames = all.map(({ name }) => name).filter((name) => name !== subject.name);
  new EditPanel(parts, subject, secret).open(otherNames);
}

function subjectOf({ name }: EditSubject): string {
  return `edit ${name}`;
}

class EditPanel {
  readonly #parts: SecretPanelParts;
  readonly #subject: EditSubject;
  #panel: Panel | undefined;
  /** What the person sees, and what a change is decided on. */
  #secret: SecretMetadata;
  #draft: EditDraft | undefined;
  #typed = false;

  constructor(parts: SecretPanelParts, subject: EditSubject, secret: SecretMetadata) {
    this.#parts = parts;
    this.#subject = subject;
    this.#secret = secret;
    this.#draft = subject.draft;
  }

  open(otherNames: readonly string[]): void {
    const { name, tab } = this.#subject;
    this.#panel = this.#parts.panels.open(subjectOf(this.#subject), {
      script: 'edit-secret',
      title: vscode.l10n.t('Edit: {0}', name),
      ...(tab ? { tab } : {}),
      retain: true,
      received: (message) => {
        if (isFromEditPanel(message)) void this.#receive(message, otherNames);
      },
      isUnsaved: () => this.#isUnsaved(),
      closedByPerson: () => void this.#offerBack(),
    });
  }

  async #receive(message: FromEditPanel, otherNames: readonly string[]): Promise<void> {
    switch (message.type) {
      case 'ready':
        return this.#post(this.#openMessage(otherNames));
      case 'draft':
        this.#draft = message.draft ?? undefined;
        this.#typed = message.typed;
        return;
      case 'cancel':
        if (!this.#isUnsaved() || (await confirmsDiscard(questionAbout(this.#subject.name))))
          this.#panel?.close();
        return;
      case 'save':
        return this.#save(message.change);
    }
  }

  #openMessage(otherNames: readonly string[]): ToEditPanel {
    const { name } = this.#subject;
    const secret = editedSecret(this.#secret);
    return { type: 'open', name, secret, otherNames, ...(this.#draft ? { draft: this.#draft } : {}) };
  }

  async #save({ fields, deprecated, ...plain }: EditSave): Promise<void> {
    const { name } = this.#subject;
    const change = {
      ...plain,
      ...(fields ? { fields: { set: { ...fields.set }, remove: [...fields.remove] } } : {}),
      ...(deprecated === undefined ? {} : { deprecated }),
    };
    try {
      const saved = await this.#parts.account.changeSecret(name, change, this.#secret.etag);
      this.#panel?.close();
      vscode.window.setStatusBarMessage(savedMessage(saved, this.#secret), 5000);
    } catch (error) {
      await this.#explain(error);
    }
  }

  async #explain(error: unknown): Promise<void> {
    const message = messageOf(error, vscode.l10n.t('The secret could not be saved.'));
    const isConflict = error instanceof VaultError && error.code === 'VersionConflict';
    const isTooLarge = error instanceof VaultError && error.code === 'TooLarge';
    const failed: ToEditPanel = { type: 'failed', message, ...(isTooLarge ? { field: 'value' } : {}) };
    await this.#post(isConflict ? await this.#readAgain(failed) : failed);
  }

  async #readAgain(otherwise: ToEditPanel): Promise<ToEditPanel> {
    try {
      this.#secret = await this.#parts.account.secret(this.#subject.name);
      // What to do next stands above the two sides.
      const message = vscode.l10n.t('The secret was changed by someone else. Nothing was saved.');
      return { type: 'conflict', message, secret: editedSecret(this.#secret) };
    } catch {
      return otherwise;
    }
  }

  #isUnsaved(): boolean {
    return this.#draft !== undefined || this.#typed;
  }

  async #offerBack(): Promise<void> {
    const { name } = this.#subject;
    if (!this.#isUnsaved() || !(await wantsBack(closedWithInput(name)))) return;
    await showEditSecretPanel(this.#parts, { name, ...(this.#draft ? { draft: this.#draft } : {}) });
  }

  async #post(message: ToEditPanel): Promise<void> {
    const isSeen = await this.#panel?.post(message);
    if (!isSeen && 'message' in message) void vscode.window.showErrorMessage(message.message);
  }
}

/** Says whether the value is a new one. */
function savedMessage({ name, version }: SecretMetadata, before: SecretMetadata): string {
  return version === before.version
    ? vscode.l10n.t('$(check) Secret "{0}" saved', name)
    : vscode.l10n.t('$(check) Secret "{0}" saved: version {1} is current', name, version);
}

function editedSecret({ kind, fields, description, version, deprecated }: SecretMetadata): EditedSecret {
  return { kind, fields, description, version, deprecated: deprecated ?? null };
}
