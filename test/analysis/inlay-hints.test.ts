import { describe, expect, it } from 'vitest';
import { bookingAgent, secret } from '../support/analysis-fixture.ts';
import { hintedCode } from '../support/analysis-features.ts';

const reading = (target: string, name: string): string =>
  `def f(conv):\n    ${target} = conv.utils.get_secret("${name}")\n`;

describe('a variable is followed by the type of its secret', () => {
  it.each([
    ['text', 'key', 'stripe_api_key', 'key‹: str›'],
    ['fields', 'crm', 'booking_api', 'crm‹: {client_id, client_secret}›'],
    ['for an attribute', 'self.key', 'stripe_api_key', 'self.key‹: str›'],
  ])('%s', (_, target, name, expected) => {
    expect(hintedCode(reading(target, name))).toBe(
      reading(target, name).replace(`${target} =`, `${expected} =`),
    );
  });

  it('with no more fields than fit in a line', () => {
    const fields = ['a', 'b', 'c', 'd', 'e'];
    const vault = bookingAgent({ secrets: [secret('crm', { kind: 'key_value', fields })] });
    expect(hintedCode('x = conv.utils.get_secret("crm")', vault)).toBe(
      'x‹: {a, b, c, d, …}› = conv.utils.get_secret("crm")',
    );
  });

  it('for a name written elsewhere', () => {
    expect(hintedCode('NAME = "stripe_api_key"\nx = conv.utils.get_secret(NAME)')).toContain('x‹: str› =');
  });

  it('only in the visible lines', () => {
    const code =
      'a = conv.utils.get_secret("stripe_api_key")\n\nb = conv.utils.get_secret("stripe_api_key")\n';
    const range = { start: { line: 2, character: 0 }, end: { line: 3, character: 0 } };
    expect(hintedCode(code, bookingAgent(), range)).toBe(code.replace('b =', 'b‹: str› ='));
  });
});

describe('no hint is shown', () => {
  it.each([
    ['next to an annotation', 'x: str = conv.utils.get_secret("stripe_api_key")'],
    ['of one field of a secret', 'x = conv.utils.get_secret("booking_api")["client_id"]'],
    ['when something else may be assigned', 'x = conv.utils.get_secret("stripe_api_key") or load()'],
    ['of several variables', 'x, y = conv.utils.get_secret("stripe_api_key"), 1'],
    ['of a tuple', 'x = conv.utils.get_secret("stripe_api_key"), 1'],
    ['of two targets', 'x = y = conv.utils.get_secret("stripe_api_key")'],
    ['of a name at run time', 'x = conv.utils.get_secret(name)'],
    ['of one of several secrets', 'x = conv.utils.get_secret("booking_api" if y else "stripe_api_key")'],
    ['of a name in parts', 'x = conv.utils.get_secret(f"zendesk_{env}_api")'],
    ['of an unknown secret', 'x = conv.utils.get_secret("nope")'],
    ['of the environment', 'import os\nx = os.environ["stripe_api_key"]'],
    ['without a variable', 'use(conv.utils.get_secret("stripe_api_key"))'],
  ])('%s', (_, code) => {
    expect(hintedCode(code)).toBe(code);
  });

  it('without a catalog', () => {
    const code = reading('x', 'stripe_api_key');
    expect(hintedCode(code, {})).toBe(code);
  });
});
