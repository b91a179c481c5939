import { describe, expect, it } from 'vitest';
import { isUnsavedDraft, keptState } from '../../client/commands/kept-panel-state.ts';

const create = { name: 'a', description: '', fields: [], agentIds: [], edited: true };

describe('what a panel gave the editor to keep', () => {
  it('is a name, and perhaps a draft', () => {
    expect(keptState({ name: 'a', draft: create, other: 1 })).toEqual({ name: 'a', draft: create });
    expect(keptState({ name: 'a' })).toEqual({ name: 'a' });
  });

  it.each([undefined, null, 'a', {}, { name: 1 }])('is not %j', (state) =>
    expect(keptState(state)).toBeUndefined(),
  );

  it.each([
    create,
    { grant: ['A'], revoke: [] },
    { description: 'Mine', removed: [], added: [] },
    [{ name: 'a', grant: ['A'], revoke: [] }],
  ])('is asked about when its tab would go: %j', (draft) => expect(isUnsavedDraft(draft)).toBe(true));

  it.each([undefined, { ...create, edited: false }, { grant: [], revoke: [] }, []])(
    'may go without a question: %j',
    (draft) => expect(isUnsavedDraft(draft)).toBe(false),
  );
});
