import { describe, expect, it } from 'vitest';
import { inEnglish } from '../../contracts/words.ts';
import { secretHover, secretText } from '../../client/tree/secret-text.ts';
import type { SecretNode } from '../../client/tree/tree.ts';
import { secret } from './support.ts';

const place = {
  uri: 'file:///booking/functions/pay.py',
  range: { start: { line: 1, character: 0 }, end: { line: 1, character: 5 } },
};
const agent = { agentId: 'booking', agentName: 'Hotel Booking', rootUri: 'file:///booking' };
const now = new Date('2026-11-20T10:00:00Z');
const formats = { now, shortAge: () => '18m ago', age: () => '18 minutes ago', time: () => '3 Dec, 14:00' };

function node(change: Parameters<typeof secret>[1] = {}, more: Partial<SecretNode> = {}): SecretNode {
  const of = secret('stripe_api_key', change);
  const granted = of.access === 'granted';
  return { type: 'secret', secret: of, agent, granted, uses: [place], usesComplete: true, ...more };
}

const textOf = (of: SecretNode) => secretText(of, formats, inEnglish);
const hoverOf = (of: SecretNode) => secretHover(of, formats, inEnglish).join('\n');

describe('the row of a secret', () => {
  it('leaves out what the icon shows, so that it is not cut at the default width', () => {
    expect(textOf(node()).description).toBe('1 use · 18m ago');
    expect(textOf(node({ kind: 'key_value', fields: ['id'] })).description).toBe('1 use · 18m ago');
    expect(textOf(node({}, { uses: [] })).description).toBe('not used · 18m ago');
    expect(textOf(node({}, { uses: [], usesComplete: false })).description).toBe('18m ago');
  });

  it('reads everything out in full', () => {
    expect(textOf(node()).label).toBe('stripe_api_key, granted, single, 1 use, 18 minutes ago');
    expect(textOf(node({ access: 'missing', kind: 'key_value' })).label).toBe(
      'stripe_api_key, not granted to this agent, key/value, 1 use, 18 minutes ago',
    );
  });

  it('says when access ends before anything that could be cut', () => {
    const until = node({ accessUntil: '2026-12-03T14:00:00Z' });
    expect(textOf(until).description).toBe('until 3 Dec, 14:00 · 1 use · 18m ago');
    expect(hoverOf(until)).toContain('Hotel Booking can read it until 3 Dec, 14:00.');
  });

  it('starts with what is due, and says all dates on hover', () => {
    const ending = node({ expiresOn: '2026-11-29', rotateBy: '2027-03-01' });
    expect(textOf(ending).description).toBe('expires in 9 days · 1 use · 18m ago');
    expect(textOf(ending).label).toContain('stripe_api_key, expires in 9 days, granted');
    expect(hoverOf(ending)).toContain('The value expires on 2026-11-29.');
    expect(hoverOf(ending)).toContain('The value is due for rotation by 2027-03-01.');
  });

  it('marks a deprecated secret in the row, to screen readers, and with its replacement on hover', () => {
    const old = node({ deprecated: { replacement: 'stripe_key_2' } });
    expect(textOf(old).description).toBe('deprecated · 1 use · 18m ago');
    expect(textOf(old).label).toBe('stripe_api_key, deprecated, granted, single, 1 use, 18 minutes ago');
    expect(hoverOf(old)).toContain('Deprecated. Use "stripe_key_2" instead.');
    expect(hoverOf(node({ deprecated: {} }))).toContain('Deprecated. Ask its owner what to use instead.');
    expect(hoverOf(node())).not.toContain('eprecated');
  });
});
