import { describe, expect, it } from 'vitest';
import { preferredQuote, readSnippet, variableFor } from '../../client/snippet-model.ts';

describe('a snippet', () => {
  it('reads a secret into a variable of its name', () => {
    expect(readSnippet({ name: 'stripe_api_key' }, '"')).toBe(
      'stripe_api_key = conv.utils.get_secret("stripe_api_key")',
    );
  });

  it('reads one field of a key/value secret', () => {
    expect(readSnippet({ name: 'crm_oauth', field: 'client_id' }, "'")).toBe(
      "client_id = conv.utils.get_secret('crm_oauth')['client_id']",
    );
  });

  it('stays one string, whatever the name holds', () => {
    expect(readSnippet({ name: 'a"b\\c' }, '"')).toBe(String.raw`a_b_c = conv.utils.get_secret("a\"b\\c")`);
  });
});

describe('the variable of a snippet', () => {
  it.each([
    ['mcp-secret', 'mcp_secret'],
    ['PolyOutboundToken', 'poly_outbound_token'],
    ['DISPATCH_API_PROD_CREDENTIALS', 'dispatch_api_prod_credentials'],
    ['Salesforce API Credentials', 'salesforce_api_credentials'],
    ['2fa_key', 'secret_2fa_key'],
    ['class', 'secret_class'],
    ['schlüssel', 'schlüssel'],
    ['---', 'secret'],
  ])('for “%s” is %s', (name, variable) => {
    expect(variableFor(name)).toBe(variable);
  });
});

describe('quotes', () => {
  it('follow the file', () => {
    expect(preferredQuote("a = 'x'\nb = 'y'\nc = \"z\"")).toBe("'");
    expect(preferredQuote('a = "x"')).toBe('"');
  });

  it('are not taken from apostrophes or docstrings', () => {
    expect(preferredQuote("# don't, can't, won't\na = \"x\"")).toBe('"');
    expect(preferredQuote('"""Books."""\na = \'x\'')).toBe("'");
  });

  it('are double in an empty file', () => {
    expect(preferredQuote('')).toBe('"');
  });
});
