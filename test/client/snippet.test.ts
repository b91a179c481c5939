import { describe, expect, it } from 'vitest';
import { readSnippet, type SnippetSubject, variableFor } from '../../client/snippets/snippet.ts';
import { preferredQuote, styleOf } from '../../client/snippets/snippet-style.ts';

function inPython(subject: SnippetSubject, file = ''): string {
  return readSnippet(subject, styleOf(file, 'python'));
}

function inTypeScript(subject: SnippetSubject, file = ''): string {
  return readSnippet(subject, styleOf(file, 'typescript'));
}

describe('a snippet', () => {
  it('reads a secret into a variable of its name', () => {
    expect(inPython({ name: 'stripe_api_key' })).toBe(
      'stripe_api_key = conv.utils.get_secret("stripe_api_key")',
    );
  });

  it('reads one field of a key/value secret', () => {
    expect(inPython({ name: 'crm_oauth', field: 'client_id' }, "a = 'b'")).toBe(
      "client_id = conv.utils.get_secret('crm_oauth')['client_id']",
    );
  });

  it('awaits the secret in JavaScript, and uses JavaScript naming', () => {
    expect(inTypeScript({ name: 'stripe_api_key' })).toBe(
      'const stripeApiKey = await conv.utils.getSecret("stripe_api_key");',
    );
    expect(inTypeScript({ name: 'crm_oauth', field: 'client_id' }, "send('a');")).toBe(
      "const clientId = (await conv.utils.getSecret('crm_oauth'))['client_id'];",
    );
  });

  it('reads an environment secret in the dialect of the file', () => {
    const subject = { name: 'STRIPE_API_KEY', dialect: 'environment' } as const;
    expect(inPython(subject)).toBe('stripe_api_key = os.environ["STRIPE_API_KEY"]');
    expect(inTypeScript(subject)).toBe('const stripeApiKey = process.env.STRIPE_API_KEY;');
  });

  it('stays one string, for any name', () => {
    expect(inPython({ name: 'a"b\\c' })).toBe(String.raw`a_b_c = conv.utils.get_secret("a\"b\\c")`);
  });
});

describe('the style of the file', () => {
  it('decides how variables are named', () => {
    expect(inPython({ name: 'stripe_key' }, 'guestName = 1\nroomType = 2\nbed_type = 3\n')).toContain(
      'stripeKey = ',
    );
    expect(inTypeScript({ name: 'stripe_key' }, 'const guest_name = 1;\nlet room_type = 2;\n')).toContain(
      'const stripe_key = ',
    );
  });

  it('decides about semicolons', () => {
    expect(inTypeScript({ name: 'a' }, "const b = 'c'\nsend(b)\n")).toBe(
      "const a = await conv.utils.getSecret('a')",
    );
    expect(inTypeScript({ name: 'a' }, "const b = 'c';\nsend(b);\n")).toMatch(/;$/);
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
  ])('for "%s" is %s', (name, variable) => {
    expect(variableFor(name)).toBe(variable);
  });

  it('is not a keyword of the language', () => {
    expect(inTypeScript({ name: 'new' })).toContain('const secretNew = ');
    expect(inPython({ name: 'new' })).toContain('new = ');
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
