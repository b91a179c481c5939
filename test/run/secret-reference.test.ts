import { describe, expect, it } from 'vitest';
import { parseReference, parseShortReference } from '../../run/secret-references.ts';

describe('a reference to a secret', () => {
  it.each([
    ['agent-secrets://stripe', { secret: 'stripe' }],
    ['agent-secrets://crm/client_id', { secret: 'crm', field: 'client_id' }],
    ['agent-secrets://my.secret', { secret: 'my.secret' }],
    ['agent-secrets://a%2Fb/c%20d', { secret: 'a/b', field: 'c d' }],
    ['agent-secrets://crm/client.id', { secret: 'crm', field: 'client.id' }],
    ['agent-secrets://', undefined],
    ['agent-secrets:stripe', undefined],
    ['agent-secrets://a/b/c', undefined],
    ['agent-secrets://a/', undefined],
    ['agent-secrets://%zz', undefined],
    ['agent-secrets://a/%zz', undefined],
    ['agent-secrets:// a', undefined],
    ['https://stripe', undefined],
  ])('%s', (text, reference) => {
    expect(parseReference(text)).toEqual(reference);
  });

  it.each([
    ['stripe', { secret: 'stripe' }],
    ['crm.client_id', { secret: 'crm', field: 'client_id' }],
    ['crm.client.id', { secret: 'crm', field: 'client.id' }],
    ['agent-secrets://my.secret', { secret: 'my.secret' }],
    ['agent-secrets:my', undefined],
    ['', undefined],
    ['crm.', undefined],
    ['.id', undefined],
  ])('%j after --env', (text, reference) => {
    expect(parseShortReference(text)).toEqual(reference);
  });
});
