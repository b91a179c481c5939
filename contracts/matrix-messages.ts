import type { AgentUses } from './access-cell.ts';
import { isFlag, isListOf, isMessage, isObjectOf, isOneOf, isRecord, isText, isTexts } from './guards.ts';
import type { MatrixSecret, PackedSecrets } from './packed-secrets.ts';
import type { PanelAgent } from './panel-agent.ts';

/** The change to one secret's access list, as agent IDs. */
export interface MatrixChange {
  readonly name: string;
  readonly grant: readonly string[];
  readonly revoke: readonly string[];
}

/** The part of the matrix to show. */
export interface MatrixView {
  readonly secretFilter: string;
  readonly agentFilter: string;
  readonly show: 'all' | 'granted' | 'risks' | 'missing' | 'unused' | 'changes';
  /** Whether filtered secrets or agents are shown with blank columns or rows. */
  readonly blanks: boolean;
  readonly order: 'risk' | 'name';
}

/** Also validates what the editor restores after a window reload. */
export const isMatrixView = isObjectOf<MatrixView>({
  secretFilter: isText,
  agentFilter: isText,
  show: isOneOf('all', 'granted', 'risks', 'missing', 'unused', 'changes'),
  blanks: isFlag,
  order: isOneOf('risk', 'name'),
});

/** Extension host → Access matrix. */
export type ToMatrixPanel =
  | {
      readonly type: 'open';
      readonly agents: readonly PanelAgent[];
      readonly secrets: PackedSecrets;
      readonly uses: readonly AgentUses[];
      /** Changes that were selected but not saved when the tab was hidden or closed. */
      readonly draft: readonly MatrixChange[];
      /** True if the user can view access but not change it. */
      readonly readOnly?: boolean;
      /** What the panel showed before its tab was hidden or the window was reloaded. */
      readonly view?: MatrixView | undefined;
    }
  /** Something changed in the vault; the user's selection is preserved. */
  | {
      readonly type: 'secrets';
      readonly secrets: PackedSecrets;
      readonly agents: readonly PanelAgent[];
    }
  | { readonly type: 'uses'; readonly uses: readonly AgentUses[] }
  /** All changes succeeded; contains the new state of the changed lists. */
  | { readonly type: 'saved'; readonly secrets: readonly MatrixSecret[] }
  | { readonly type: 'failed'; readonly message: string }
  /** No change was made because someone else changed these lists first. */
  | { readonly type: 'conflict'; readonly message: string; readonly secrets: readonly MatrixSecret[] };

export type MatrixFormat = 'csv' | 'svg';

/** Access matrix → extension host. */
export type FromMatrixPanel =
  | { readonly type: 'ready' }
  | { readonly type: 'draft'; readonly changes: readonly MatrixChange[]; readonly view: MatrixView }
  | { readonly type: 'save'; readonly changes: readonly MatrixChange[] }
  /** Requests the locations where the agent reads the secret. */
  | { readonly type: 'open-places'; readonly name: string; readonly agentId: string }
  | { readonly type: 'edit-access'; readonly name: string }
  /** The rows and columns on display, in display order. */
  | {
      readonly type: 'export';
      readonly format: MatrixFormat;
      readonly names: readonly string[];
      readonly agentIds: readonly string[];
    };

/** The maximum number of secrets that the vault changes per call. */
export const mostChangedSecrets = 500;

/** Also validates drafts that the editor restores after a restart. */
export const isMatrixChanges = isListOf(
  isObjectOf<MatrixChange>({ name: isText, grant: isTexts, revoke: isTexts }),
);

/** Validates incoming panel messages. */
export const isFromMatrixPanel = isMessage<FromMatrixPanel>({
  ready: isRecord,
  draft: isObjectOf({ changes: isMatrixChanges, view: isMatrixView }),
  save: isObjectOf({ changes: isMatrixChanges }),
  'open-places': isObjectOf({ name: isText, agentId: isText }),
  'edit-access': isObjectOf({ name: isText }),
  export: isObjectOf({ format: isOneOf('csv', 'svg'), names: isTexts, agentIds: isTexts }),
});
