import { describe, expect, it } from 'vitest';
import { isUnsavedDraft, keptState } from '../../client/panels/drafts.ts';

const create = { name: 'a', description: '', fields: [], agentIds: [], edited: true };

describe('the panel state stored by the editor', () => {
  it('is a name, and perhaps a draft and what was on display', () => {
    expect(keptState({ name: 'a', draft: create, other: 1 })).toEqual({ name: 'a', draft: create });
    expect(keptState({ name: 'a' })).toEqual({ name: 'a' });
    expect(keptState({ name: '', view: { filter: 'x' } })).toEqual({ name: '', view: { filter: 'x' } });
  });

  it.each([undefined, null, 'a', {}, { name: 1 }])('is not %j', (state) =>
    expect(keptState(state)).toBeUndefined(),
  );

  it.each([
    create,
    { grant: ['A'], revoke: [] },
    { description: 'Mine', removed: [], added: [] },
    [{ name: 'a', grant: ['A'], revoke: [] }],
    { before: [], environments: [{ name: 'Production', suffix: '_live' }] },
  ])('needs a question before its tab is closed: %j', (draft) => expect(isUnsavedDraft(draft)).toBe(true));

  it.each([[undefined], [{ ...create, edited: false }], [{ grant: [], revoke: [] }], [[]]])(
    'needs no question: %j',
    (draft) => expect(isUnsavedDraft(draft)).toBe(false),
  );
});
