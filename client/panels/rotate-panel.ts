import * as vscode from 'vscode';
import { commandIds } from '../../contracts/ids.ts';
import {
  type FromRotatePanel,
  isFromRotatePanel,
  type RotationRun,
  type ToRotatePanel,
} from '../../contracts/rotate-messages.ts';
import type { SecretChange, SecretMetadata } from '../../contracts/vault-api/secrets.ts';
import type { PanelAgent } from '../../contracts/panel-agent.ts';
import { showPlaces } from '../common/show-places.ts';
import { translate } from '../common/translate.ts';
import { confirmsRestore } from './confirm.ts';
import { restoreDetail } from './edit-secret.ts';
import { evidenceOn, PlaceBook, type UsesOfAgent } from './evidence-on-secret.ts';
import { followCode, type FollowedCode, placeLabel } from './evidence.ts';
import {
  concernsSecret,
  isConflict,
  lookedUp,
  messageOf,
  type PanelParts,
  type SecretPanelSubject,
} from './panel-parts.ts';
import { FormPanel } from './form-panel.ts';
import { type Rotation, rotationChecks, rotationKey, rotationOf } from './rotation.ts';

/** Opens the guided rotation; an unfinished rotation continues at the step where it stopped. */
export async function showRotatePanel(parts: PanelParts, subject: SecretPanelSubject): Promise<void> {
  if (!subject.tab && parts.panels.reveal(subjectOf(subject))) return;
  const { panels, vault, accountId } = parts;
  const ask = () => Promise.all([vault.secret(accountId, subject.name), vault.agents(accountId)]);
  const answer = await panels.prepare(subjectOf(subject), ask, subject.tab);
  if (!answer) return;
  const [secret, agents] = answer;
  new RotatePanel(parts, subject, { secret, agents }).open();
}

function subjectOf({ name }: SecretPanelSubject): string {
  return `rotate ${name}`;
}

interface RotateContent {
  readonly secret: SecretMetadata;
  readonly agents: readonly PanelAgent[];
}

class RotatePanel extends FormPanel<FromRotatePanel, ToRotatePanel> {
  readonly #subject: SecretPanelSubject;
  readonly #agents: readonly PanelAgent[];
  readonly #book = new PlaceBook(placeLabel);
  readonly #key: string;
  readonly #code: FollowedCode;
  #secret: SecretMetadata;
  #rotation: Rotation | undefined;
  #typed = false;

  constructor(parts: PanelParts, subject: SecretPanelSubject, { secret, agents }: RotateContent) {
    super(parts);
    this.#subject = subject;
    this.#agents = agents;
    this.#secret = secret;
    this.#code = followCode(parts, (uses) => this.#showChecks(uses));
    this.#key = rotationKey(parts.accountId, subject.name);
    this.#rotation = rotationOf(parts.memory.get(this.#key), secret.version);
  }

  open(): void {
    const { name, tab } = this.#subject;
    const { session } = this.parts;
    const following = [
      this.#code,
      session.onDidReceive((event) => {
        if (concernsSecret(event, name)) void this.#follow();
      }),
    ];
    this.show({
      subject: subjectOf(this.#subject),
      script: 'rotate',
      title: vscode.l10n.t('Rotate: {0}', name),
      tab,
      retain: true,
      accepts: isFromRotatePanel,
      following,
    });
  }

  protected async receive(message: FromRotatePanel): Promise<void> {
    try {
      await this.#handle(message);
    } catch (error) {
      const reason = messageOf(error, vscode.l10n.t('The secret could not be rotated.'));
      await this.explain(error, { type: 'failed', message: reason });
    }
  }

  async #handle(message: FromRotatePanel): Promise<void> {
    switch (message.type) {
      case 'ready':
        await this.post(this.#openMessage());
        await Promise.all([this.#code.look(), this.#goesOn().catch(() => undefined)]);
        return;
      case 'draft':
        this.#typed = message.typed;
        return;
      case 'cancel':
        return this.cancel();
      case 'rotate':
        return this.#rotate(message.value);
      case 'test':
        return this.#remember(this.#rotation && { ...this.#rotation, tested: message.tested });
      case 'open-places':
        return showPlaces(this.#book.placesOf(message.ids));
      case 'restore':
        return this.#restore();
      case 'finish':
        if (!(await this.#goesOn())) return;
        await this.#remember(undefined);
        this.close();
    }
  }

  #openMessage(): ToRotatePanel {
    const { name, kind, fields } = this.#secret;
    const { run, tested = [] } = this.#rotation ?? {};
    return { type: 'open', name, kind, fields, tested, ...(run ? { run } : {}) };
  }

  /**
   * Whether the new value is still current. If another version was restored or added elsewhere, it is not,
   * and revoking the old credential could break production, so the rotation ends.
   */
  async #goesOn(): Promise<boolean> {
    const run = this.#rotation?.run;
    if (!run) return false;
    const { vault, accountId } = this.parts;
    return this.#goesOnWith(await vault.secret(accountId, this.#subject.name), run);
  }

  async #goesOnWith(secret: SecretMetadata, run: RotationRun): Promise<boolean> {
    // The rotation may have advanced during the request.
    if (this.#rotation?.run !== run) return false;
    this.#secret = secret;
    if (secret.version === run.now) return true;
    await this.#endElsewhere(secret.version);
    return false;
  }

  /** If the vault is unreachable, the next `connected` event repeats it. */
  async #follow(): Promise<void> {
    const run = this.#rotation?.run;
    const { session, vault, accountId } = this.parts;
    // The user did not request this, so it must not prompt for a sign-in.
    if (session.state.kind !== 'ready') return;
    const secret = await lookedUp(vault.secret(accountId, this.#subject.name));
    if (!secret) return;
    await this.showDeleted(secret === 'deleted');
    if (secret !== 'deleted' && run) await this.#goesOnWith(secret, run);
  }

  async #endElsewhere(version: number): Promise<void> {
    await this.#remember(undefined);
    await this.post(this.#openMessage());
    const message = vscode.l10n.t(
      'Version {0} is current now because someone else stored a newer value. This rotation has ended.',
      version,
    );
    await this.post({ type: 'failed', message });
    await this.#code.look();
  }

  /** Sent later, because analyzing all the code takes a moment and the form is already on display. */
  async #showChecks(uses: readonly UsesOfAgent[]): Promise<void> {
    const evidence = evidenceOn(this.#subject.name, uses, this.#book);
    const checks = rotationChecks(this.#agents, this.#secret.agentIds, evidence);
    await this.post({ type: 'checks', checks });
  }

  async #rotate(value: string | Readonly<Record<string, string>>): Promise<void> {
    const { session } = this.parts;
    const { name, version: before, expiresOn } = this.#secret;
    const change = typeof value === 'string' ? { value } : { fields: { set: { ...value } } };
    this.#secret = await this.#store(change);
    session.changed();
    this.#typed = false;
    const run = { before, now: this.#secret.version };
    await this.#remember({ run, tested: [] });
    await this.post({ type: 'rotated', run });
    if (expiresOn !== undefined && this.#secret.expiresOn === undefined) void offerNextDate(name, expiresOn);
  }

  /** Only another value is a conflict: labels, dates or access may have changed since the form was opened. */
  async #store(change: SecretChange): Promise<SecretMetadata> {
    const { vault, accountId } = this.parts;
    const { name, version, etag } = this.#secret;
    try {
      return await vault.changeSecret(accountId, name, change, etag);
    } catch (error) {
      if (!isConflict(error)) throw error;
      // The user is told that someone else was first, so the next attempt can use this version.
      this.#secret = await vault.secret(accountId, name);
      if (this.#secret.version !== version) throw error;
      return vault.changeSecret(accountId, name, change, this.#secret.etag);
    }
  }

  async #restore(): Promise<void> {
    const { name } = this.#subject;
    const before = this.#rotation?.run.before;
    // A rotation keeps the fields, so no code can lose one.
    const { fields } = this.#secret;
    const version = { version: before ?? 0, fields };
    const detail = restoreDetail({ current: fields, version }, translate);
    if (before === undefined || !(await confirmsRestore(name, before, detail)))
      return this.post({ type: 'kept' });
    // Someone else may have changed the secret while the prompt was open.
    if (!(await this.#goesOn())) return;
    await this.#goBackTo(before);
    await this.#remember(undefined);
    await this.post({ type: 'restored' });
  }

  async #goBackTo(version: number): Promise<void> {
    const rotation = this.#rotation;
    // The event for this rollback arrives before the response, and the panel's own change must not end the
    // rotation.
    this.#rotation = undefined;
    try {
      const { vault, accountId, session } = this.parts;
      this.#secret = await vault.restoreVersion(accountId, this.#subject.name, version, this.#secret.etag);
      session.changed();
    } catch (error) {
      this.#rotation = rotation;
      throw error;
    }
  }

  async #remember(rotation: Rotation | undefined): Promise<void> {
    this.#rotation = rotation;
    await this.parts.memory.update(this.#key, rotation);
  }

  protected get label(): string {
    return this.#subject.name;
  }

  protected get isUnsaved(): boolean {
    return this.#typed;
  }

  protected reopen(): Promise<void> {
    return showRotatePanel(this.parts, { name: this.label });
  }
}

/** Otherwise nothing would remind of the next expiry. */
async function offerNextDate(name: string, expiresOn: string): Promise<void> {
  const enter = vscode.l10n.t('Owner and Dates…');
  const text = vscode.l10n.t(
    'The expiry date {0} of "{1}" belonged to the old value and was removed. If the new value expires too, enter its date.',
    expiresOn,
    name,
  );
  if ((await vscode.window.showInformationMessage(text, enter)) === enter)
    await vscode.commands.executeCommand(commandIds.editUpkeep, { name });
}
