import type { AgentUses } from './access-cell.ts';
import { isRecord, isTexts } from './unknown-values.ts';
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
  /** Nothing was done, because somebody else changed these lists first. */
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

/** A message of the panel, checked on arrival: a panel is a stranger. */
export function isFromMatrixPanel(message: unknown): message is FromMatrixPanel {
  if (!isRecord(message)) return false;
  const { type, name, agentId, format } = message;
  switch (type) {
    case 'ready':
      return true;
    case 'draft':
    case 'save':
      return isMatrixChanges(message['changes']);
    case 'open-places':
      return typeof name === 'string' && typeof agentId === 'string';
    case 'edit-access':
      return typeof name === 'string';
    case 'export':
      return isFormat(format) && isTexts(message['names']) && isTexts(message['agentIds']);
    default:
      return false;
  }
}

/** Also what an editor kept over a restart. */
export function isMatrixChanges(data: unknown): data is readonly MatrixChange[] {
  return Array.isArray(data) && data.every(isMatrixChange);
}

function isMatrixChange(data: unknown): boolean {
  return (
    isRecord(data) && typeof data['name'] === 'string' && isTexts(data['grant']) && isTexts(data['revoke'])
  );
}

function isFormat(format: unknown): format is MatrixFormat {
  return format === 'csv' || format === 'svg';
}
