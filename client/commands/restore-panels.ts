import * as vscode from 'vscode';
import { isAccessDraft } from '../../contracts/access-messages.ts';
import { isEditDraft } from '../../contracts/edit-secret-messages.ts';
import { isCreateDraft } from '../../contracts/webview-guards.ts';
import type { Right } from '../../contracts/vault-api/identity.ts';
import type { App } from '../app.ts';
import { type PanelScript, showLoading, viewTypeOf } from '../panels/panel.ts';
import { keptMatrix } from '../panels/access-matrix-panel.ts';
import { openCreate } from './add-secret.ts';
import { openEdit } from './edit-secret.ts';
import { openRotate } from './rotate-secret.ts';
import { openAccess } from './show-access.ts';
import { openMatrix } from './show-access-matrix.ts';
import { openHistory } from './view-history.ts';

interface Restoring {
  readonly right: Right;
  readonly open: (app: App, subject: KeptSubject) => Promise<void>;
}

interface KeptSubject {
  readonly name: string;
  readonly tab: vscode.WebviewPanel;
  readonly draft?: unknown;
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
      deserializeWebviewPanel: (tab, state) => restore(app, restoring, tab, state),
    }),
  );
}

/** Nobody asked for a message: where a panel cannot come back, its tab goes. */
async function restore(
  app: App,
  { right, open }: Restoring,
  tab: vscode.WebviewPanel,
  state: unknown,
): Promise<void> {
  showLoading(tab);
  const name = nameKept(state);
  const { kind } = await app.session.settled();
  if (name === undefined || kind !== 'ready' || !app.session.may(right)) {
    tab.dispose();
    return;
  }
  const draft = typeof state === 'object' && state !== null && 'draft' in state ? state.draft : undefined;
  await open(app, { name, tab, draft });
}

function nameKept(state: unknown): string | undefined {
  if (typeof state !== 'object' || state === null || !('name' in state)) return undefined;
  return typeof state.name === 'string' ? state.name : undefined;
}
