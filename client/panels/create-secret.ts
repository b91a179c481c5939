import type { CreateDraft, ToCreatePanel } from '../../contracts/create-secret-messages.ts';

type Optional = 'description' | 'edited';

/** The initial contents of the form; never a value. */
export interface CreateContent extends Omit<CreateDraft, Optional>, Partial<Pick<CreateDraft, Optional>> {
  /** A literal in the code that is to become the value. */
  readonly literal?: { readonly place: string };
}

/** There is one form per name. A literal has its own form, because it does not have a name yet. */
export function subjectOf({ name, literal }: Pick<CreateContent, 'name' | 'literal'>): string {
  return literal ? `create from ${literal.place}` : `create ${name}`;
}

/** Fills a new page with the input so far, unless it is the form's first page. */
export function openMessage(
  prefill: CreateContent,
  draft: CreateDraft | undefined,
): Omit<Extract<ToCreatePanel, { type: 'open' }>, 'agents' | 'takenNames'> {
  const { name, description = '', agentIds, fields, edited = false, literal } = { ...prefill, ...draft };
  return {
    type: 'open',
    selectedAgentIds: agentIds,
    name,
    description,
    kind: fields.length > 0 ? 'key_value' : 'single',
    fields,
    edited,
    ...(literal ? { literal: literal.place } : {}),
  };
}
