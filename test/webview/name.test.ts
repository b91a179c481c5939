import { describe, expect, it } from 'vitest';
import { limits } from '../../contracts/secret.ts';
import { conventionalName } from '../../contracts/secret.ts';
import { nameFeedback, refusalOf, unfitName } from '../../webview/common/name.ts';
import { descriptionProblem } from '../../webview/common/value-problems.ts';

const taken = ['stripe_api_key', 'MCP-Secret'];

describe('while a user types a name', () => {
  it('no message appears for an empty or a conventional name', () => {
    expect(nameFeedback('', taken)).toEqual({});
    expect(nameFeedback('twilio_token', taken)).toEqual({});
  });

  it('a credential is refused with the reason, and not repeated', () => {
    const credential = ['sk', 'live', '51NotARealKey'].join('_');
    const { problem } = nameFeedback(credential, taken);
    expect(problem).toContain('looks like a credential');
    expect(problem).not.toContain(credential);
    expect(descriptionProblem(`Key: ${credential}`)).toContain('contains a credential');
    expect(unfitName(credential, 'field name')).toContain('looks like a credential');
  });

  it('a name that is in use is refused', () => {
    expect(nameFeedback('stripe_api_key', taken).problem).toContain('already exists');
  });

  it('a name that differs only by case is allowed, with a remark that names the twin', () => {
    const feedback = nameFeedback('mcp-secret', taken);
    expect(feedback.problem).toBeUndefined();
    expect(feedback.hint).toContain('MCP-Secret');
  });

  it('a name outside the convention is allowed, and the conventional one offered', () => {
    const { hint, suggestion } = nameFeedback('Salesforce API Credentials', taken);
    expect(hint).toContain('This name works');
    expect(suggestion).toBe('salesforce_api_credentials');
  });

  it('a conventional name that is taken is not offered', () => {
    expect(nameFeedback('Stripe API Key', taken).suggestion).toBeUndefined();
  });

  it.each([
    [' twilio', 'space'],
    ['twilio ', 'space'],
    ['twi\nlio', 'cannot be printed'],
    ['x'.repeat(limits.nameLength + 1), 'longer than 128'],
  ])('%j is refused: %s', (name, reason) => {
    expect(nameFeedback(name, []).problem).toContain(reason);
  });

  it('an empty name is refused only when the form is sent', () => {
    expect(refusalOf('', [])).toBe('Enter a name.');
  });
});

describe('the conventional form of a name', () => {
  it.each([
    ['PolyOutboundToken', 'poly_outbound_token'],
    ['DISPATCH_API_PROD', 'dispatch_api_prod'],
    ['HTTPProxyKey', 'http_proxy_key'],
    ['mcp-secret', 'mcp_secret'],
    ['Clé privée', 'cle_privee'],
  ])('%s → %s', (name, conventional) => {
    expect(conventionalName(name)).toBe(conventional);
  });

  it.each(['already_fine', '密钥', '4ever', '---'])('%s has none to offer', (name) => {
    expect(conventionalName(name)).toBeUndefined();
  });
});
