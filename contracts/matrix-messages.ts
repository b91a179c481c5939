import type { AgentUses } from './access-cell.ts';
import { isListOf, isMessage, isObjectOf, isOneOf, isRecord, isText, isTexts } from './guards.ts';
import type { GrantEnd, PanelAgent } from './panel-agent.ts';

/** A row of the matrix: a secret and who can read it. */
export interface MatrixSecret {
  readonly name: string;
  readonly agentIds: readonly string[];
  /** When some of these grants end by themselves. */
  readonly ends?: readonly GrantEnd[];
}

/** What is to change for one secret, as agent ids. */
export interface MatrixChange {
  readonly name: string;
  readonly grant: readonly string[];
  readonly revoke: readonly string[];
}

/** Extension host → Access matrix. */
export type ToMatrixPanel =
  | {
      readonly type: 'open';
      readonly agents: readonly PanelAgent[];
      readonly secrets: readonly MatrixSecret[];
      readonly uses: readonly AgentUses[];
      /** Selected and not saved when the tab was hidden or closed. */
      readonly draft: readonly MatrixChange[];
      /** The person may look at access and not change it. */
      readonly readOnly?: boolean;
    }
  /** Something changed in the vault; what the person selected stays. */
  | { readonly type: 'secrets'; readonly secrets: readonly MatrixSecret[] }
  | { readonly type: 'uses'; readonly uses: readonly AgentUses[] }
  /** All was done: the changed lists as they are now. */
  | { readonly type: 'saved'; readonly secrets: readonly MatrixSecret[] }
  | { readonly type: 'failed'; readonly message: string }
  /** Nothing was done, because someone else changed these lists first. */
  | { readonly type: 'conflict'; readonly message: string; readonly secrets: readonly MatrixSecret[] };

export type MatrixFormat = 'csv' | 'svg';

/** Access matrix → extension host. */
export type FromMatrixPanel =
  | { readonly type: 'ready' }
  | { readonly type: 'draft'; readonly changes: readonly MatrixChange[] }
  | { readonly type: 'save'; readonly changes: readonly MatrixChange[] }
  /** Shows where the agent reads the secret. */
  | { readonly type: 'open-places'; readonly name: string; readonly agentId: string }
  | { readonly type: 'edit-access'; readonly name: string }
  /** What is shown, in the order in which it is. */
  | {
      readonly type: 'export';
      readonly format: MatrixFormat;
      readonly names: readonly string[];
      readonly agentIds: readonly string[];
    };

/** The vault takes no more in one call. */
export const mostChangedSecrets = 500;

/** Also for a draft that the editor kept over a restart. */
export const isMatrixChanges = isListOf(
  isObjectOf<MatrixChange>({ name: isText, grant: isTexts, revoke: isTexts }),
);

/** Messages of a panel are checked on arrival. */
export const isFromMatrixPanel = isMessage<FromMatrixPanel>({
  ready: isRecord,
  draft: isObjectOf({ changes: isMatrixChanges }),
  save: isObjectOf({ changes: isMatrixChanges }),
  'open-places': isObjectOf({ name: isText, agentId: isText }),
  'edit-access': isObjectOf({ name: isText }),
  export: isObjectOf({ format: isOneOf('csv', 'svg'), names: isTexts, agentIds: isTexts }),
});
