import * as vscode from 'vscode';
import { isAccessDraft } from '../../contracts/access-messages.ts';
import { isAuditView } from '../../contracts/audit-messages.ts';
import { isEditDraft } from '../../contracts/edit-secret-messages.ts';
import { isCreateDraft } from '../../contracts/create-secret-messages.ts';
import { isComparisonView, isRuleDraft } from '../../contracts/environments-messages.ts';
import { isImportDraft } from '../../contracts/import-messages.ts';
import { isMatrixView } from '../../contracts/matrix-messages.ts';
import { isPeopleView } from '../../contracts/people-messages.ts';
import { isSecretsView } from '../../contracts/secrets-messages.ts';
import type { Right } from '../../contracts/vault-api/identity.ts';
import type { App } from '../app/app.ts';
import { sessionAnswered } from '../session/await-session.ts';
import { type PanelScript, showSentence, viewTypeOf } from '../panels/panel.ts';
import { showAccessChanges } from '../panels/access-changes-panel.ts';
import { keptMatrix } from '../panels/access-matrix-panel.ts';
import { closedWithInput, wantsBack } from '../panels/confirm.ts';
import {
  openAccess,
  openAudit,
  openCreate,
  openEdit,
  openEnvironments,
  openHistory,
  openImport,
  openPeople,
  openMatrix,
  openRotate,
  openSecret,
  openSecretsOfAccount,
} from './panel-commands.ts';
import { hasClosed, latestDraft } from '../panels/stored-drafts.ts';
import { isUnsavedDraft, type KeptState, keptState } from '../panels/drafts.ts';

interface Restoring {
  readonly right: Right;
  readonly open: (app: App, subject: KeptSubject) => Promise<void>;
}

interface KeptSubject extends KeptState {
  readonly tab: vscode.WebviewPanel;
}

const restorings: Readonly<Record<Exclude<PanelScript, 'access-changes'>, Restoring>> = {
  'access-matrix': {
    right: 'secrets:list',
    open: (app, { tab, draft, view }) =>
      openMatrix(app, { tab, draft: keptMatrix(draft), ...(isMatrixView(view) && { view }) }),
  },
  audit: {
    right: 'audit:read',
    open: (app, { tab, draft }) => openAudit(app, isAuditView(draft) ? { tab, view: draft } : { tab }),
  },
  'create-secret': {
    right: 'secrets:write',
    open: (app, { draft, ...subject }) =>
      openCreate(app, { agentIds: [], fields: [], ...subject, ...(isCreateDraft(draft) ? draft : {}) }),
  },
  'edit-access': {
    right: 'access:write',
    open: (app, { name, tab, draft }) =>
      openAccess(app, { name, tab, draft: isAccessDraft(draft) ? draft : { grant: [], revoke: [] } }),
  },
  'edit-secret': {
    right: 'secrets:write',
    open: (app, { draft, ...subject }) => openEdit(app, isEditDraft(draft) ? { ...subject, draft } : subject),
  },
  environments: {
    right: 'secrets:list',
    open: (app, { tab, draft, view }) =>
      openEnvironments(app, {
        tab,
        ...(isRuleDraft(draft) && { draft }),
        ...(isComparisonView(view) && { view }),
      }),
  },
  history: { right: 'secrets:list', open: (app, { name, tab }) => openHistory(app, { name, tab }) },
  import: {
    right: 'secrets:write',
    open: (app, { name, draft, ...subject }) =>
      openImport(app, { file: vscode.Uri.parse(name), ...subject, ...(isImportDraft(draft) && { draft }) }),
  },
  people: {
    right: 'people:list',
    open: (app, { tab, view }) => openPeople(app, isPeopleView(view) ? { tab, view } : { tab }),
  },
  rotate: { right: 'secrets:write', open: (app, { name, tab }) => openRotate(app, { name, tab }) },
  secret: { right: 'secrets:list', open: (app, { name, tab }) => openSecret(app, { name, tab }) },
  secrets: {
    right: 'secrets:list',
    open: (app, { tab, view }) => openSecretsOfAccount(app, isSecretsView(view) ? { tab, view } : { tab }),
  },
};

/** Restores panels after a window reload, with all input except values. */
export function registerPanelRestoring(app: App): vscode.Disposable[] {
  return [
    registerChangesRestoring(app),
    ...Object.entries(restorings).map(([script, restoring]) =>
      vscode.window.registerWebviewPanelSerializer(viewTypeOf(script), {
        deserializeWebviewPanel: (tab, state) => {
          const kept = keptState(state);
          // The editor must not wait for this, because the vault may be unreachable for a long time.
          if (kept && !hasClosed(app.memory, kept.form)) {
            const draft = latestDraft(app.memory, kept.form, kept.draft);
            void restore(app, restoring, { ...kept, draft, tab });
          } else tab.dispose();
          return Promise.resolve();
        },
      }),
    ),
  ];
}

/** The panel has no input and shows what the code changes, whether or not anyone is signed in. */
function registerChangesRestoring(app: App): vscode.Disposable {
  return vscode.window.registerWebviewPanelSerializer(viewTypeOf('access-changes'), {
    deserializeWebviewPanel: (tab) => {
      showAccessChanges(app, tab);
      return Promise.resolve();
    },
  });
}

/**
 * If a panel cannot be restored, its tab closes without a message. While the vault is unreachable, the tab
 * stays open and waits, because it holds the only copy of the input.
 */
async function restore(app: App, restoring: Restoring, kept: KeptSubject): Promise<void> {
  const { tab, draft } = kept;
  const { session, panels } = app;
  const isAway = (): void => showSentence(tab, vscode.l10n.t('Waiting for the vault…'));
  const offerBack = offersBack(tab, (another) => restore(app, restoring, { ...kept, tab: another }));
  showSentence(tab, vscode.l10n.t('Loading…'));
  panels.hold(tab, { isUnsaved: isUnsavedDraft(draft), isAway, closedUnsaved: () => void offerBack() });
  const state = await sessionAnswered(session, tab, isAway);
  if (!state) return;
  if (state.kind === 'ready' && session.may(restoring.right)) await restoring.open(app, kept);
  else panels.giveUp(tab);
}

/**
 * When the user closes a waiting tab, offers to restore its input in a new one. A closed tab can no longer be
 * read, so its properties are read in advance.
 */
function offersBack(
  { viewType, title, options }: vscode.WebviewPanel,
  restoreIn: (tab: vscode.WebviewPanel) => Promise<void>,
): () => Promise<void> {
  return async () => {
    if (!(await wantsBack(closedWithInput(title)))) return;
    await restoreIn(vscode.window.createWebviewPanel(viewType, title, vscode.ViewColumn.Active, options));
  };
}
