import * as vscode from 'vscode';
import { commandIds } from '../../contracts/ids.ts';
import {
  type FromMatrixPanel,
  isFromMatrixPanel,
  isMatrixChanges,
  type MatrixChange,
  type MatrixView,
  type ToMatrixPanel,
} from '../../contracts/matrix-messages.ts';
import { type MatrixSecret, packSecrets } from '../../contracts/packed-secrets.ts';
import type { AccessList } from '../../contracts/vault-api/access.ts';
import type { SecretMetadata } from '../../contracts/vault-api/secrets.ts';
import type { PanelAgent } from '../../contracts/panel-agent.ts';
import { CoalescedTask } from '../common/coalesced-task.ts';
import { showPlaces } from '../common/show-places.ts';
import { accessChanges, changedLists, countedUses } from './access-matrix.ts';
import type { UsesOfAgent } from './evidence-on-secret.ts';
import { followCode, type FollowedCode } from './evidence.ts';
import { agentsByName, messageOf, type PanelParts } from './panel-parts.ts';
import { FormPanel } from './form-panel.ts';
import { saveMatrix } from './save-matrix.ts';

export interface MatrixOptions {
  readonly draft: readonly MatrixChange[];
  readonly view?: MatrixView | undefined;
  /** The tab to use, if the editor restored it after a window reload. */
  readonly tab?: vscode.WebviewPanel;
}

const subject = 'access matrix';

const atOnce = 20;

/**
 * Opens the account's matrix. If it is already open, brings it to the front unchanged. A new tab loads while
 * the vault answers, and closes if the vault does not.
 * @throws VaultError
 */
export async function showAccessMatrix(parts: PanelParts, options: MatrixOptions): Promise<void> {
  const { panels } = parts;
  if (!options.tab) {
    if (!panels.reveal(subject)) await new MatrixPanel(parts, options).open(contentOf(parts));
    return;
  }
  const content = await panels.prepare(subject, () => contentOf(parts), options.tab);
  if (content) await new MatrixPanel(parts, options).open(Promise.resolve(content));
}

async function contentOf(parts: PanelParts): Promise<MatrixContent> {
  const { vault, accountId } = parts;
  const [agents, secrets] = await Promise.all([agentsByName(parts), vault.secrets(accountId)]);
  return { agents, secrets: rowsOf(secrets) };
}

/** The matrix's draft that was kept during a window reload. */
export function keptMatrix(draft: unknown): readonly MatrixChange[] {
  return isMatrixChanges(draft) ? draft : [];
}

type Listed = Omit<MatrixSecret, 'deprecated'> & Pick<Partial<SecretMetadata>, 'deprecated'>;

function rowsOf(secrets: readonly Listed[]): readonly MatrixSecret[] {
  return secrets.map(({ name, agentIds, ends, deprecated }) => ({
    name,
    agentIds,
    ...(ends && { ends }),
    ...(deprecated && { deprecated: true }),
  }));
}

interface MatrixContent {
  readonly agents: readonly PanelAgent[];
  readonly secrets: readonly MatrixSecret[];
}

class MatrixPanel extends FormPanel<FromMatrixPanel, ToMatrixPanel> {
  readonly #options: MatrixOptions;
  #agents: readonly PanelAgent[] = [];
  /** The secrets that the user sees and on which decisions are based. */
  #secrets: readonly MatrixSecret[] = [];
  /** Resolves once the vault has answered; false if it did not. */
  #filled: Promise<boolean> = Promise.resolve(false);
  #uses: readonly UsesOfAgent[] = [];
  #draft: readonly MatrixChange[];
  #view: MatrixView | undefined;
  readonly #code: FollowedCode;
  readonly #reading = new CoalescedTask(() => this.#readAgain());

  constructor(parts: PanelParts, options: MatrixOptions) {
    super(parts);
    this.#options = options;
    this.#draft = options.draft;
    this.#view = options.view;
    this.#code = followCode(parts, (uses) => this.#showUses(uses));
  }

  async open(content: Promise<MatrixContent>): Promise<void> {
    this.#filled = this.#fill(content);
    this.#show();
    try {
      await content;
    } catch (error) {
      this.close();
      throw error;
    }
  }

  async #fill(content: Promise<MatrixContent>): Promise<boolean> {
    try {
      const { agents, secrets } = await content;
      this.#agents = agents;
      this.#secrets = secrets;
      return true;
    } catch {
      return false;
    }
  }

  #show(): void {
    const { session } = this.parts;
    const following = [
      this.#code,
      session.onDidReceive(({ type }) => {
        if (!type.startsWith('request-')) void this.#reading.rerun();
      }),
    ];
    this.show({
      subject,
      script: 'access-matrix',
      title: vscode.l10n.t('Access Matrix'),
      tab: this.#options.tab,
      accepts: isFromMatrixPanel,
      following,
    });
  }

  get #mayChange(): boolean {
    return this.parts.session.may('access:write');
  }

  protected async receive(message: FromMatrixPanel): Promise<void> {
    switch (message.type) {
      case 'ready':
        if (!(await this.#filled)) return;
        await this.post(this.#openMessage());
        return this.#code.look();
      case 'draft':
        this.#draft = message.changes;
        this.#view = message.view;
        return;
      case 'save':
        return this.#save(message.changes);
      case 'open-places':
        return showPlaces(this.#placesOf(message.name, message.agentId));
      case 'edit-access':
        await vscode.commands.executeCommand(commandIds.editAccess, { name: message.name });
        return;
      case 'export':
        return saveMatrix(message.format, this.#tableOf(message));
    }
  }

  #openMessage(): ToMatrixPanel {
    return {
      type: 'open',
      agents: this.#agents,
      secrets: packSecrets(this.#secrets),
      uses: countedUses(this.#uses),
      draft: this.#draft,
      view: this.#view,
      readOnly: !this.#mayChange,
    };
  }

  /** Sent later, because analyzing all the code takes a moment and the matrix is already on display. */
  async #showUses(uses: readonly UsesOfAgent[]): Promise<void> {
    this.#uses = uses;
    await this.post({ type: 'uses', uses: countedUses(this.#uses) });
  }

  /** If this fails, the data on display is merely stale; the next save detects a conflict. */
  async #readAgain(): Promise<void> {
    // The user did not request this, so it must not prompt for a sign-in.
    if (this.parts.session.state.kind !== 'ready' || !(await this.#filled)) return;
    const content = await contentOf(this.parts).catch(() => undefined);
    if (!content) return;
    this.#agents = content.agents;
    this.#secrets = content.secrets;
    await this.post({ type: 'secrets', secrets: packSecrets(this.#secrets), agents: this.#agents });
  }

  async #save(changes: readonly MatrixChange[]): Promise<void> {
    try {
      const lists = await this.#listsOf(changes);
      const shown = new Map(this.#secrets.map(({ name, agentIds }) => [name, agentIds]));
      const changed = changedLists(shown, lists);
      if (changed.length > 0) return await this.post(this.#conflict(changed));
      const { vault, accountId, session } = this.parts;
      const done = await vault.changeManyAccessLists(accountId, accessChanges(changes, lists));
      session.changed();
      this.#draft = [];
      this.#take(done.lists);
      await this.post({ type: 'saved', secrets: rowsOf(done.lists) });
    } catch (error) {
      const message = messageOf(error, vscode.l10n.t('Access could not be saved.'));
      await this.explain(error, { type: 'failed', message }, async () =>
        this.#conflict(await this.#listsOf(changes)),
      );
    }
  }

  #conflict(lists: readonly AccessList[]): ToMatrixPanel {
    this.#take(lists);
    const message = vscode.l10n.t('Access was changed by someone else. Nothing was saved.');
    return { type: 'conflict', message, secrets: rowsOf(lists) };
  }

  #take(lists: readonly AccessList[]): void {
    const now = new Map(rowsOf(lists).map((row) => [row.name, row]));
    this.#secrets = this.#secrets.map((secret) => now.get(secret.name) ?? secret);
  }

  /** Requests the lists immediately before the change, which is based on their versions. */
  async #listsOf(changes: readonly MatrixChange[]): Promise<readonly AccessList[]> {
    const { vault, accountId } = this.parts;
    const lists: AccessList[] = [];
    for (let first = 0; first < changes.length; first += atOnce) {
      const some = changes.slice(first, first + atOnce);
      lists.push(...(await Promise.all(some.map(({ name }) => vault.access(accountId, name)))));
    }
    return lists;
  }

  #placesOf(name: string, agentId: string): UsesOfAgent['uses']['names'][string] {
    const names = this.#uses.find((one) => one.agentId === agentId)?.uses.names ?? {};
    return Object.hasOwn(names, name) ? (names[name] ?? []) : [];
  }

  #tableOf({
    names,
    agentIds,
  }: Extract<FromMatrixPanel, { type: 'export' }>): Parameters<typeof saveMatrix>[1] {
    const secrets = new Map(this.#secrets.map((secret) => [secret.name, secret]));
    const agents = new Map(this.#agents.map((agent) => [agent.agentId, agent]));
    return {
      secrets: names.flatMap((name) => secrets.get(name) ?? []),
      agents: agentIds.flatMap((agentId) => agents.get(agentId) ?? []),
      uses: countedUses(this.#uses),
    };
  }

  protected get label(): string {
    return vscode.l10n.t('Access Matrix');
  }

  protected get isUnsaved(): boolean {
    return this.#draft.length > 0;
  }

  protected override closedText(): string {
    return vscode.l10n.t('The access matrix was closed with unsaved changes.');
  }

  protected reopen(): Promise<void> {
    return showAccessMatrix(this.parts, { draft: this.#draft, view: this.#view });
  }
}
