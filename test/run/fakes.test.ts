import { describe, expect, it } from 'vitest';
import type { CatalogSecret } from '../../contracts/catalog.ts';
import { fakesFile, isFakesFile } from '../../run/fakes/fakes-file.ts';
import { fakesByName } from '../../run/fakes/fake-values.ts';

const secret = (name: string, changes: Partial<CatalogSecret> = {}): CatalogSecret => ({
  name,
  kind: 'single',
  fields: [],
  description: '',
  access: 'granted',
  updatedAt: '2026-01-01T00:00:00Z',
  ...changes,
});
const catalog = (...secrets: CatalogSecret[]) => ({
  agentId: 'A',
  agentName: 'A',
  complete: true,
  secrets,
});

describe('fakes of secrets', () => {
  it('depend on names, kinds and fields alone, not on their order or descriptions', () => {
    const [one, other] = [secret('one'), secret('other', { kind: 'key_value', fields: ['key'] })];
    for (const language of ['python', 'typescript'] as const) {
      const described = catalog(other, { ...one, description: 'Takes deposits', updatedAt: 'later' });
      expect(fakesFile(described, language)).toEqual(fakesFile(catalog(one, other), language));
    }
  });

  it('have no value for what the agent cannot read, and are empty when nothing is left', () => {
    const missing = secret('not_ours', { access: 'missing' });
    const named = { python: '"not_ours": None', typescript: '["not_ours"]' };
    for (const language of ['python', 'typescript'] as const) {
      const text = fakesFile(catalog(secret('ours'), missing), language)?.text;
      expect(text).toContain(named[language]);
      expect(text).not.toContain('not-a-real-not_ours');
      expect(fakesFile(catalog(missing), language)).toBeUndefined();
    }
  });

  it('keep names with quotes and special characters, and distinguish types of similar names', () => {
    const fields: Partial<CatalogSecret> = { kind: 'key_value', fields: ['a"b'] };
    const text = fakesFile(catalog(secret('crm-oauth', fields), secret('crm_oauth', fields)), 'python')?.text;
    expect(text).toContain('FakeCrmOauth = TypedDict("FakeCrmOauth", {"a\\"b": str})');
    expect(text).toContain('FakeCrmOauth_2 = TypedDict("FakeCrmOauth_2", {"a\\"b": str})');
  });

  it.each(['\n', '\u2028', '\u2029'])('contain no code from the name of an agent: %j', (lineEnd) => {
    const named = { ...catalog(secret('one')), agentId: `A${lineEnd}steal()` };
    for (const language of ['python', 'typescript'] as const) {
      const lines = fakesFile(named, language)?.text.split(/[\n\u2028\u2029]/);
      expect(lines?.filter((line) => line.includes('steal()'))).toEqual([
        expect.stringMatching(/^(?:#|\/\/) Written by/),
      ]);
    }
  });

  it('are values by name for a function that runs, without those its agent cannot read', () => {
    const fields: Partial<CatalogSecret> = { kind: 'key_value', fields: ['key'] };
    const missing = secret('not_ours', { access: 'missing' });
    expect(fakesByName(catalog(secret('one'), secret('crm', fields), missing))).toEqual({
      one: 'not-a-real-one',
      crm: { key: 'not-a-real-crm-key' },
      not_ours: null,
    });
  });

  it('are recognized as ours by their first line', () => {
    const file = fakesFile(catalog(secret('one')), 'typescript');
    expect([isFakesFile(file?.text ?? ''), isFakesFile('mine = 1')]).toEqual([true, false]);
  });
});
