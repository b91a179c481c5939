import { describe, expect, it } from 'vitest';
import { openMessage, subjectOf } from '../../client/panels/create-secret.ts';
import type { CreateDraft } from '../../contracts/create-secret-messages.ts';
import { draftOf, emptyState, open } from '../../webview/create-secret/state.ts';

const place = 'functions/start.py:12';
const empty = { name: '', agentIds: ['booking'], fields: [] };

describe('a form for a new secret', () => {
  it('moves to a window of its own with all that was typed, except values', () => {
    const typed: CreateDraft = {
      name: 'guest_crm',
      description: 'Guests',
      fields: ['client_id', ''],
      agentIds: ['booking', 'orders'],
      edited: true,
    };
    const opened = { ...openMessage(empty, typed), agents: [], takenNames: [] };
    expect(opened.kind).toBe('key_value');
    expect(draftOf(open(emptyState, opened), opened.edited ?? false)).toEqual(typed);
  });

  it('is a single text again when its fields were removed', () => {
    const typed = { ...empty, description: '', edited: true };
    expect(openMessage({ ...empty, fields: ['client_id'] }, typed)).toMatchObject({
      kind: 'single',
      fields: [],
    });
  });

  it('begins with the requested name and keeps the text of the code that becomes the value', () => {
    const asked = { name: 'token', agentIds: [], fields: [], literal: { place } };
    const opened = { name: 'token', kind: 'single', description: '', edited: false, literal: place };
    expect(openMessage(asked, undefined)).toMatchObject(opened);
    const typed = { name: 'crm_token', description: '', fields: [], agentIds: [], edited: true };
    expect(openMessage(asked, typed)).toMatchObject({ ...opened, name: 'crm_token', edited: true });
  });

  it('is not the form for texts of the code that have no name yet', () => {
    const literal = { place };
    expect(subjectOf({ ...empty, literal })).not.toBe(subjectOf(empty));
    expect(subjectOf({ ...empty, literal })).not.toBe(subjectOf({ ...empty, literal: { place: 'a.py:1' } }));
  });
});
