import { describe, expect, it } from 'vitest';
import { hasClosed, latestDraft, StoredDraft } from '../../client/panels/stored-drafts.ts';

class Storage extends Map<string, unknown> {
  writes = 0;
  update(key: string, value: unknown): void {
    this.writes += 1;
    if (value === undefined) this.delete(key);
    else this.set(key, value);
  }
}

const old = { name: 'cr' };
const latest = { name: 'crm', description: 'Guests' };

describe('the draft of a form', () => {
  it('is restored as it was at the moment of the reload, not as the editor stored it earlier', () => {
    const storage = new Storage();
    new StoredDraft(storage, 'form-1').keep(latest);
    expect(latestDraft(storage, 'form-1', old)).toEqual(latest);
    expect(latestDraft(storage, 'form-2', old)).toEqual(old);
    expect(latestDraft(storage, undefined, old)).toEqual(old);
  });

  it('is empty after the user has undone all changes', () => {
    const storage = new Storage();
    const draft = new StoredDraft(storage, 'form-1');
    draft.keep(latest);
    draft.keep(null);
    expect(latestDraft(storage, 'form-1', old)).toBeUndefined();
  });

  it('is forgotten when the form closes', () => {
    const storage = new Storage();
    const draft = new StoredDraft(storage, 'form-1');
    draft.keep(latest);
    expect(hasClosed(storage, 'form-1')).toBe(false);
    draft.forget();
    expect(latestDraft(storage, 'form-1', undefined)).toBeUndefined();
    expect(hasClosed(storage, 'form-1')).toBe(true);
    expect(hasClosed(storage, 'form-2')).toBe(false);
    expect(hasClosed(storage, undefined)).toBe(false);
    expect(JSON.stringify([...storage])).not.toContain('crm');
  });

  it('is written only if it changed', () => {
    const storage = new Storage();
    const draft = new StoredDraft(storage, 'form-1');
    draft.keep(latest);
    draft.keep({ ...latest });
    expect(storage.writes).toBe(1);
    expect(latestDraft(storage, 'form-1', old)).toEqual(latest);
  });
});
