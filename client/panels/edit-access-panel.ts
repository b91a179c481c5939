import * as vscode from 'vscode';
import {
  type AccessDraft,
  type FromAccessPanel,
  isAccessDraft,
  isFromAccessPanel,
  type ToAccessPanel,
} from '../../contracts/access-messages.ts';
import type { AccessList } from '../../contracts/vault-api/access.ts';
import type { PanelAgent } from '../../contracts/panel-agent.ts';
import { withoutUndefined } from '../../contracts/without-undefined.ts';
import { CoalescedTask } from '../common/coalesced-task.ts';
import { showPlaces } from '../common/show-places.ts';
import { isEmpty, mergedDraft } from './drafts.ts';
import { evidenceOn, PlaceBook, type UsesOfAgent } from './evidence-on-secret.ts';
import { followCode, type FollowedCode, placeLabel } from './evidence.ts';
import {
  agentsByName,
  concernsAccess,
  lookedUp,
  messageOf,
  type PanelParts,
  type SecretPanelSubject,
} from './panel-parts.ts';
import { FormPanel } from './form-panel.ts';
import { confirms } from './confirm.ts';

export interface AccessSubject extends SecretPanelSubject {
  /**
   * What is selected when the panel opens: unsaved changes, or the agents for which the command was invoked.
   */
  readonly draft: AccessDraft;
}

/**
 * Opens a secret's access list. If it is already open, it comes to the front with its unsaved changes. If
 * more agents are to be selected, it is reopened instead, which also keeps its unsaved changes.
 */
export async function showAccessPanel(parts: PanelParts, subject: AccessSubject): Promise<void> {
  const { panels, vault, accountId } = parts;
  if (isEmpty(subject.draft) && !subject.tab && panels.reveal(subjectOf(subject))) return;
  const ask = () => Promise.all([agentsByName(parts), vault.access(accountId, subject.name)]);
  const answer = await panels.prepare(subjectOf(subject), ask, subject.tab);
  if (!answer) return;
  const [agents, list] = answer;
  const before = panels.handedOver(subjectOf(subject));
  const draft = isAccessDraft(before) ? mergedDraft(before, subject.draft) : subject.draft;
  new AccessPanel(parts, { subject: { ...subject, draft }, agents, list }).open();
}

/** Deprecating a secret does not change its list. */
function sameList(one: AccessList, other: AccessList): boolean {
  return one.etag === other.etag && JSON.stringify(one.deprecated) === JSON.stringify(other.deprecated);
}

function subjectOf({ name }: AccessSubject): string {
  return `access ${name}`;
}

interface AccessPanelContent {
  readonly subject: AccessSubject;
  readonly agents: readonly PanelAgent[];
  readonly list: AccessList;
}

class AccessPanel extends FormPanel<FromAccessPanel, ToAccessPanel> {
  readonly #content: AccessPanelContent;
  readonly #book = new PlaceBook(placeLabel);
  readonly #code: FollowedCode;
  readonly #following = new CoalescedTask(() => this.#follow());
  #agents: readonly PanelAgent[];
  /** The list that the user sees and on which changes are based. */
  #list: AccessList;
  /** The list before a conflict, until the conflict is resolved. */
  #before: AccessList | undefined;
  /** Whether a change may be the form's own. */
  #isSaving = false;
  /** Whether the panel may show an earlier list, because changes to it are unsaved. */
  #isBehind = false;
  /** Unsaved changes. They are kept here because a hidden tab loses its state. */
  #draft: AccessDraft;

  constructor(parts: PanelParts, content: AccessPanelContent) {
    super(parts);
    this.#content = content;
    this.#code = followCode(parts, (uses) => this.#showEvidence(uses));
    this.#agents = content.agents;
    this.#list = content.list;
    this.#draft = content.subject.draft;
  }

  open(): void {
    const { subject } = this.#content;
    const events = this.parts.session.onDidReceive((event) => {
      if (concernsAccess(event, subject.name)) void this.#following.rerun();
    });
    this.show({
      subject: subjectOf(subject),
      script: 'edit-access',
      title: vscode.l10n.t('Access: {0}', subject.name),
      tab: subject.tab,
      accepts: isFromAccessPanel,
      following: [this.#code, events],
      handsOver: () => this.#draft,
    });
  }

  protected async receive(message: FromAccessPanel): Promise<void> {
    switch (message.type) {
      case 'ready':
        await this.post(this.#openMessage());
        await this.showDeletedAgain();
        if (this.isUnsaved) await this.#following.rerun();
        return this.#code.look();
      case 'draft':
        this.#draft = message;
        if (!this.isUnsaved && this.#isBehind) await this.#following.rerun();
        return;
      case 'open-places':
        return showPlaces(this.#book.placesOf(message.ids));
      case 'cancel':
        return this.cancel();
      case 'save':
        return this.#save(message);
    }
  }

  #openMessage(): ToAccessPanel {
    return {
      type: 'open',
      name: this.#content.subject.name,
      agents: this.#agents,
      grantedAgentIds: this.#list.agentIds,
      ...withoutUndefined({ ends: this.#list.ends, deprecated: this.#list.deprecated }),
      ...(this.#before ? { grantedBefore: this.#before.agentIds } : {}),
      draft: { grant: this.#draft.grant, revoke: this.#draft.revoke },
    };
  }

  /** Sent later, because analyzing all the code takes a moment and the form is already on display. */
  async #showEvidence(uses: readonly UsesOfAgent[]): Promise<void> {
    const evidence = evidenceOn(this.#content.subject.name, uses, this.#book);
    await this.post({ type: 'evidence', evidence });
  }

  /**
   * Shows the current list. Unsaved changes are based on the list that the user saw, so a note says what changed,
   * and they meet the current list as a conflict when they are saved. If this fails, the data on display is merely
   * stale.
   */
  async #follow(): Promise<void> {
    const { session, vault, accountId } = this.parts;
    // The user did not request this, so it must not prompt for a sign-in.
    if (session.state.kind !== 'ready') return;
    const [list, agents] = await Promise.all([
      lookedUp(vault.access(accountId, this.label)),
      agentsByName(this.parts).catch(() => this.#agents),
    ]);
    if (!list) return;
    await this.showDeleted(list === 'deleted');
    if (list === 'deleted' || this.#isSaving) return;
    this.#isBehind = this.isUnsaved;
    if (this.#isBehind) return this.post({ type: 'elsewhere', grantedAgentIds: list.agentIds });
    const areSame = JSON.stringify(agents) === JSON.stringify(this.#agents);
    if (areSame && sameList(list, this.#list)) return;
    this.#agents = agents;
    this.#list = list;
    this.#before = undefined;
    const { agentIds: grantedAgentIds, ends, deprecated } = list;
    await this.post({
      type: 'list',
      ...(!areSame && { agents }),
      grantedAgentIds,
      ...withoutUndefined({ ends, deprecated }),
    });
  }

  async #save({ grant, revoke }: AccessDraft): Promise<void> {
    const { name } = this.#content.subject;
    this.#isSaving = true;
    try {
      const change = { grant: [...grant], revoke: [...revoke] };
      const { vault, accountId, session } = this.parts;
      await vault.changeAccess(accountId, name, change, this.#list.etag);
      session.changed();
      this.close();
      vscode.window.setStatusBarMessage(vscode.l10n.t('$(check) Access to "{0}" saved', name), 5000);
    } catch (error) {
      const message = messageOf(error, vscode.l10n.t('Access could not be saved.'));
      await this.explain(error, { type: 'failed', message }, () => this.#readAgain());
    } finally {
      this.#isSaving = false;
    }
  }

  async #readAgain(): Promise<ToAccessPanel> {
    const { vault, accountId } = this.parts;
    const list = await vault.access(accountId, this.#content.subject.name);
    this.#before = this.#list;
    this.#list = list;
    // The message is followed by both sides of the conflict.
    const message = vscode.l10n.t('Access was changed by someone else. Nothing was saved.');
    const { agentIds: grantedAgentIds, ends } = list;
    return { type: 'conflict', message, grantedAgentIds, ...(ends && { ends }) };
  }

  protected get label(): string {
    return this.#content.subject.name;
  }

  protected get isUnsaved(): boolean {
    return !isEmpty(this.#draft);
  }

  protected override confirmsDiscard(): Promise<boolean> {
    const question = vscode.l10n.t('Discard the unsaved access changes for "{0}"?', this.label);
    return confirms(question, vscode.l10n.t('Discard Changes'));
  }

  protected override closedText(): string {
    return vscode.l10n.t('Access to "{0}" was closed with unsaved changes.', this.label);
  }

  protected reopen(): Promise<void> {
    return showAccessPanel(this.parts, { name: this.label, draft: this.#draft });
  }
}
