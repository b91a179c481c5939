import * as vscode from 'vscode';
import { isAccessDraft } from '../../contracts/access-messages.ts';
import { isEditDraft } from '../../contracts/edit-secret-messages.ts';
import { isCreateDraft } from '../../contracts/webview-guards.ts';
import type { Right } from '../../contracts/vault-api/identity.ts';
import type { App } from '../app.ts';
import { onceAnswered } from '../once-answered.ts';
import { type PanelScript, showSentence, viewTypeOf } from '../panels/panel.ts';
import { keptMatrix } from '../panels/access-matrix-panel.ts';
import { openCreate } from './add-secret.ts';
import { openEdit } from './edit-secret.ts';
import { isUnsavedDraft, type KeptState, keptState } from './restore-panels-model.ts';
import { openRotate } from './rotate-secret.ts';
import { openAccess } from './show-access.ts';
import { openMatrix } from './show-access-matrix.ts';
import { openHistory } from './view-history.ts';

interface Restoring {
  readonly right: Right;
  readonly open: (app: App, subject: KeptSubject) => Promise<void>;
}

interface KeptSubject extends KeptState {
  readonly tab: vscode.WebviewPanel;
}

const restorings: Readonly<Record<PanelScript, Restoring>> = {
  'access-matrix': {
    right: 'secrets:list',
    open: (app, { tab, draft }) => openMatrix(app, { tab, draft: keptMatrix(draft) }),
  },
  'create-secret': {
    right: 'secrets:write',
    open: (app, { name, tab, draft }) =>
      openCreate(app, isCreateDraft(draft) ? { ...draft, tab } : { name, agentIds: [], fields: [], tab }),
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
  history: { right: 'secrets:list', open: (app, { name, tab }) => openHistory(app, { name, tab }) },
  rotate: { right: 'secrets:write', open: (app, { name, tab }) => openRotate(app, { name, tab }) },
};

/** After a reload of the window, panels come back with what was typed, except values. */
export function registerPanelRestoring(app: App): vscode.Disposable[] {
  return Object.entries(restorings).map(([script, restoring]) =>
    vscode.window.registerWebviewPanelSerializer(viewTypeOf(script), {
      deserializeWebviewPanel: (tab, state) => {
        // The editor does not wait for it: the vault may be away for long.
        void restore(app, restoring, tab, state);
        return Promise.resolve();
      },
    }),
  );
}

/**
 * Nobody asked for a message: where a panel cannot come back, its tab goes. While the vault is away it
 * waits, as what was typed is nowhere else.
 */
async function restore(
  app: App,
  { right, open }: Restoring,
  tab: vscode.WebviewPanel,
  state: unknown,
): Promise<void> {
  const kept = keptState(state);
  if (!kept) {
    tab.dispose();
    return;
  }
  showSentence(tab, vscode.l10n.t('Loading…'));
  const isAway = (): void => showSentence(tab, vscode.l10n.t('Waiting for the vault…'));
  app.panels.hold(tab, { isUnsaved: isUnsavedDraft(kept.draft), isAway });
  const standing = await onceAnswered(app.session, tab, isAway);
  if (!standing) return;
  if (standing.kind === 'ready' && app.session.may(right)) await open(app, { ...kept, tab });
  else tab.dispose();
}
