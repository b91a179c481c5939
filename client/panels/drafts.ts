import { type AccessDraft, isAccessDraft } from '../../contracts/access-messages.ts';
import { isCreateDraft } from '../../contracts/create-secret-messages.ts';
import { isRuleDraft } from '../../contracts/environments-messages.ts';
import { type ImportDraft, isImportDraft } from '../../contracts/import-messages.ts';
import { isEditDraft } from '../../contracts/edit-secret-messages.ts';
import { isMatrixChanges } from '../../contracts/matrix-messages.ts';

export interface KeptState {
  readonly name: string;
  /** Identifies the form, whose latest draft may be stored elsewhere. */
  readonly form?: string;
  readonly draft?: unknown;
  /** What the panel showed: filters, sort order, selection. */
  readonly view?: unknown;
}

/**
 * Validates the state that the editor stored for a panel. The state is untrusted and may come from another
 * version.
 */
export function keptState(state: unknown): KeptState | undefined {
  if (typeof state !== 'object' || state === null || !('name' in state)) return undefined;
  const { name } = state;
  if (typeof name !== 'string') return undefined;
  const form = 'form' in state && typeof state.form === 'string' ? { form: state.form } : {};
  return {
    name,
    ...form,
    ...('draft' in state && { draft: state.draft }),
    ...('view' in state && { view: state.view }),
  };
}

/** Whether the draft contains input that would be lost; some panels have a draft as soon as they open. */
export function isUnsavedDraft(draft: unknown): boolean {
  if (isCreateDraft(draft)) return draft.edited;
  if (isAccessDraft(draft)) return !isEmpty(draft);
  if (isImportDraft(draft)) return hasImportInput(draft);
  if (isRuleDraft(draft)) return true;
  if (isMatrixChanges(draft)) return draft.length > 0;
  return isEditDraft(draft);
}

/** The file has everything else. */
export function hasImportInput(draft: ImportDraft | undefined): boolean {
  return draft !== undefined && draft.rows.length + draft.agentIds.length > 0;
}

/** Merges earlier unsaved changes with new ones; in a conflict, the new ones win. */
export function mergedDraft(before: AccessDraft, asked: AccessDraft): AccessDraft {
  return {
    grant: [...without(before.grant, [...asked.grant, ...asked.revoke]), ...asked.grant],
    revoke: [...without(before.revoke, [...asked.grant, ...asked.revoke]), ...asked.revoke],
  };
}

export function isEmpty({ grant, revoke }: AccessDraft): boolean {
  return grant.length + revoke.length === 0;
}

function without(agentIds: readonly string[], others: readonly string[]): readonly string[] {
  return agentIds.filter((agentId) => !others.includes(agentId));
}
