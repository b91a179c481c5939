import { describe, expect, it } from 'vitest';
import type { ShownEvent } from '../../contracts/shown-event.ts';
import { auditActions } from '../../contracts/audit-actions.ts';
import { actionText, refusalText } from '../../webview/common/event-words.ts';

const event = (action: string, changes: Partial<ShownEvent> = {}): ShownEvent => ({
  seq: 1,
  at: '2026-01-02T03:04:05.000Z',
  actor: 'Ann',
  action,
  decision: 'allowed',
  granted: [],
  revoked: [],
  ...changes,
});

/**
 * Actions on the vault, its people, their environment secrets and its agents never name a secret of agents;
 * nor do lists.
 */
const ofOthers =
  /^(account|agent|assistant|audit|catalog|credentials|events|identity|keys|sandbox|sign-|token|user|vault)|\.list$|^environment\./;

describe('the history of a secret', () => {
  const onSecrets = auditActions.filter((action) => action === 'version.list' || !ofOthers.test(action));

  it.each(onSecrets)('has words for %s', (action) => {
    const text = actionText(event(action));
    expect(text).toMatch(/^[a-z][a-z ]+$/);
  });

  it('names the version that was added or removed, and whose access changed', () => {
    expect(actionText(event('secret.rotate', { version: 3 }))).toBe('new value, version 3');
    expect(actionText(event('version.restore', { version: 2 }))).toBe('version 2 restored');
    expect(actionText(event('access.change', { granted: ['a'], revoked: ['b', 'c'] }))).toBe(
      'granted to a; revoked from b, c',
    );
  });

  it('says what was refused, and why; what was allowed needs no word', () => {
    expect(refusalText(event('request.decline'))).toBe('');
    expect(refusalText(event('value.read', { decision: 'denied', code: 'MissingAccess' }))).toBe(
      'denied: the agent had no access',
    );
    expect(refusalText(event('value.read', { decision: 'failed', code: 'Teleported' }))).toBe(
      'failed: Teleported',
    );
    expect(refusalText(event('value.read', { decision: 'denied' }))).toBe('denied');
  });

  it('shows an action of a newer vault by its code', () => {
    expect(actionText(event('secret.teleport'))).toBe('secret.teleport');
    expect(actionText(event('constructor'))).toBe('constructor');
  });
});
