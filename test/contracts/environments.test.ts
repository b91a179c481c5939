import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  byBaseName,
  environmentsProblem,
  lackedFields,
  type NamedEnvironment,
} from '../../contracts/environments.ts';
import { seed } from '../support/seed.ts';

const sandbox = { name: 'Sandbox', suffix: '_sandbox' };
const live = { name: 'Live', suffix: '_live' };
const named = (...names: readonly string[]) => names.map((name) => ({ name }));
const grouped = (names: readonly string[], environments: readonly NamedEnvironment[]) =>
  byBaseName(named(...names), environments).map(({ base, secrets }) => ({
    base,
    names: secrets.map((secret) => secret?.name),
  }));

describe('secrets are grouped by base name', () => {
  it('with their counterparts side by side, in the order of the rule', () => {
    const names = ['stripe_live', 'booking_api_live', 'booking_api_sandbox', 'slack_token'];
    expect(grouped(names, [sandbox, live])).toEqual([
      { base: 'booking_api', names: ['booking_api_sandbox', 'booking_api_live'] },
      { base: 'stripe', names: [undefined, 'stripe_live'] },
    ]);
  });

  it('in the order of names wherever they are listed', () => {
    expect(grouped(['key_10_live', 'key_2_live'], [live]).map(({ base }) => base)).toEqual([
      'key_2',
      'key_10',
    ]);
  });

  it('by the longest suffix that matches', () => {
    const preLive = { name: 'Pre-live', suffix: '_pre_live' };
    expect(grouped(['api_pre_live', 'api_live'], [live, preLive])).toEqual([
      { base: 'api', names: ['api_live', 'api_pre_live'] },
    ]);
  });

  it.each([['_live'], ['live'], ['api_LIVE'], ['api']])('not if the name is %s', (name) => {
    expect(grouped([name], [sandbox, live])).toEqual([]);
  });

  it('not without a rule', () => {
    expect(grouped(['api_live'], [])).toEqual([]);
  });

  it('each at most once, under a name that the base and the suffix make, whatever the order of the list', () => {
    const part = fc.constantFrom('', '_', 'a', 'b', '_live', 'live', '_pre', '_pre_live', 'é');
    const name = fc.array(part, { maxLength: 5 }).map((parts) => parts.join(''));
    const suffixes = fc.uniqueArray(
      name.filter((text) => text !== ''),
      { maxLength: 4 },
    );
    fc.assert(
      fc.property(fc.uniqueArray(name), suffixes, (names, endings) => {
        const environments = endings.map((suffix) => ({ name: suffix, suffix }));
        const rows = byBaseName(named(...names), environments);
        expect(byBaseName(named(...names.toReversed()), environments)).toEqual(rows);
        expect(new Set(rows.map(({ base }) => base)).size).toBe(rows.length);
        const shown = rows.flatMap(({ base, secrets }) => {
          expect(base).not.toBe('');
          expect(secrets).toHaveLength(environments.length);
          return secrets.flatMap((secret, index) => {
            if (!secret) return [];
            const suffix = endings[index] ?? '';
            expect(secret.name).toBe(base + suffix);
            const isLonger = (other: string) => other.length > suffix.length && secret.name.endsWith(other);
            expect(endings.filter(isLonger)).toEqual([]);
            return [secret.name];
          });
        });
        expect(new Set(shown).size).toBe(shown.length);
        const isLeftOut = (one: string) => {
          const matching = endings.filter((suffix) => one.endsWith(suffix));
          return matching.length === 0 || matching.includes(one);
        };
        expect(shown.toSorted()).toEqual(names.filter((one) => !isLeftOut(one)).toSorted());
      }),
      { seed },
    );
  });
});

describe('a naming rule', () => {
  it.each<[string | undefined, readonly NamedEnvironment[]]>([
    [undefined, []],
    [undefined, [sandbox, live, { name: 'Pre-live', suffix: '_pre_live' }]],
    ['same-name', [live, { name: 'LIVE', suffix: '_prod' }]],
    ['same-suffix', [live, { name: 'Production', suffix: '_live' }]],
    ['bad-name', [{ name: '', suffix: '_live' }]],
    ['bad-name', [{ name: ' Live', suffix: '_live' }]],
    ['bad-name', [{ name: 'L'.repeat(41), suffix: '_live' }]],
    ['bad-suffix', [{ name: 'Live', suffix: '' }]],
    ['bad-suffix', [{ name: 'Live', suffix: '_live ' }]],
    ['bad-suffix', [{ name: 'Live', suffix: '_li\nve' }]],
    ['too-many', Array.from({ length: 9 }, (_, index) => ({ name: `E${index}`, suffix: `_${index}` }))],
  ])('is %s: %j', (problem, environments) => {
    expect(environmentsProblem(environments)).toBe(problem);
  });
});

it('fields that only a counterpart has are lacking', () => {
  const [one, other] = [{ fields: ['api_key'] }, { fields: ['token_url', 'api_key', 'client_id'] }];
  expect(lackedFields(one, [one, undefined, other])).toEqual(['token_url', 'client_id']);
  expect(lackedFields(other, [one, undefined, other])).toEqual([]);
});
