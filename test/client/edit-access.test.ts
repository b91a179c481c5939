import { describe, expect, it } from 'vitest';
import type { ReceivedEvent } from '../../vault-client/index.ts';
import { concernsAccess } from '../../client/panels/panel-parts.ts';
import { isEmpty, mergedDraft } from '../../client/panels/drafts.ts';

describe('"Grant to this agent…" while the access list is open', () => {
  const before = { grant: ['booking'], revoke: ['orders', 'clinic'] };

  it('keeps what was ticked there', () => {
    expect(mergedDraft(before, { grant: ['reception'], revoke: [] })).toEqual({
      grant: ['booking', 'reception'],
      revoke: ['orders', 'clinic'],
    });
  });

  it('ticks an agent once, and cancels a pending revoke', () => {
    expect(mergedDraft(before, { grant: ['booking', 'orders'], revoke: [] })).toEqual({
      grant: ['booking', 'orders'],
      revoke: ['clinic'],
    });
  });

  it('changes nothing when no more access is requested', () => {
    expect(mergedDraft(before, { grant: [], revoke: [] })).toEqual(before);
    expect([isEmpty(before), isEmpty({ grant: [], revoke: [] })]).toEqual([false, true]);
  });
});

describe('an open access list', () => {
  const cases: readonly (readonly [ReceivedEvent['event'], boolean])[] = [
    [{ type: 'access-changed', names: ['stripe'], agentIds: ['a'] }, true],
    [{ type: 'access-changed', names: ['other'], agentIds: ['a'] }, false],
    [{ type: 'agents-changed', agentIds: ['a'] }, true],
    [{ type: 'connected' }, true],
    [{ type: 'request-created', requestId: 'r', names: ['stripe'], agentIds: ['a'] }, false],
  ];
  it.each(cases)('follows %j: %s', (event, expected) => {
    expect(concernsAccess(event, 'stripe')).toBe(expected);
  });
});
