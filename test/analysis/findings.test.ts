import { describe, expect, it } from 'vitest';
import type { FileContext } from '../../analysis/index.ts';
import { bookingAgent, open, secret } from '../support/analysis-fixture.ts';
import { annotated } from '../support/analysis-markers.ts';

const wrongName = 'conv.utils.get_secret("nobody_knows_it")';

describe('a name that the vault does not have', () => {
  it('is reported at the name, with the next step', () => {
    const code = `
conv.utils.get_secret("nobody_knows_it")
#                      ^^^^^^^^^^^^^^^ secret-not-found: No secret named "nobody_knows_it" exists for Booking. Correct the name, or create the secret in the vault.
`;
    expect(annotated(code)).toBe(code);
  });

  it('comes with the nearest name', () => {
    const code = `
conv.utils.get_secret("strpe_api_key")
#                      ^^^^^^^^^^^^^ secret-not-found: No secret named "strpe_api_key" exists for Booking. Did you mean "stripe_api_key"? Otherwise create the secret in the vault.
`;
    expect(annotated(code)).toBe(code);
  });

  it('is reported at the argument when it is written elsewhere', () => {
    const code = `
NAMES = {"x": "no_such_thing", "y": "nor_that_one"}
conv.utils.get_secret(NAMES[brand])
#                     ^^^^^^^^^^^^ secret-not-found: None of the secrets "no_such_thing", "nor_that_one" exists for Booking. Correct the name, or create the secret in the vault.
`;
    expect(annotated(code)).toBe(code);
  });

  it('is to be requested by users who cannot create it', () => {
    const author = bookingAgent({ mayRequest: true });
    expect(annotated(wrongName, author)).toContain('Correct the name, or request the new secret.');
    expect(annotated('conv.utils.get_secret("strpe_api_key")', author)).toContain(
      'Did you mean "stripe_api_key"? Otherwise request the new secret.',
    );
    const admin = bookingAgent({ mayRequest: true, mayCreate: true });
    expect(annotated(wrongName, admin)).toContain('Correct the name, or create the secret in the vault.');
  });

  it('says that the secret has been requested', () => {
    const requests = [{ name: 'nobody_knows_it', at: '2026-11-21T09:55:00Z' }];
    const author = bookingAgent({ mayRequest: true, requests });
    const sentence = 'exists for Booking. Already requested; an account admin decides.';
    expect(annotated(wrongName, author)).toContain(sentence);
    const oneOfTwo = 'conv.utils.get_secret("nobody_knows_it" if x else "nor_that_one")';
    expect(annotated(oneOfTwo, author)).not.toContain('Already requested');
  });

  it('is not reported when one of the possible names is good', () => {
    const code = 'conv.utils.get_secret("stripe_api_key" if x else "no_such_thing")';
    expect(annotated(code)).not.toContain('secret-not-found');
  });

  it('is not reported where it is not a name at all', () => {
    const code = 'conv.utils.get_secret("")\nconv.utils.get_secret(" ")';
    expect(annotated(code)).not.toContain('secret-not-found');
  });
});

describe('a secret that the agent may not read', () => {
  it('is reported with the name of the agent', () => {
    const code = `
def start(conv):
    return conv.utils.get_secret("payroll_api")
#                                 ^^^^^^^^^^^ secret-access-missing: Booking has no access to the secret "payroll_api". Grant it to the agent, or ask an account admin to.
`;
    expect(annotated(code)).toBe(code);
  });

  it('is reported from an incomplete catalog too, because the catalog lists it', () => {
    const code = 'conv.utils.get_secret("payroll_api")';
    expect(annotated(code, bookingAgent({ complete: false }))).toContain('secret-access-missing');
  });

  it('is not reported when another possible name can be read', () => {
    const code = 'conv.utils.get_secret("payroll_api" if x else "stripe_api_key")';
    expect(annotated(code)).not.toContain('secret-access-missing');
  });

  it('is not mixed with names that do not exist', () => {
    const code = 'conv.utils.get_secret("payroll_api" if x else "no_such_thing")';
    expect(annotated(code)).toBe(code);
  });
});

describe('nothing is reported', () => {
  const known = bookingAgent();
  const silent: readonly (readonly [string, FileContext])[] = [
    ['outside of an agent', { ...(known.knowledge && { knowledge: known.knowledge }) }],
    ['before anything is known', { ...(known.agent && { agent: known.agent }) }],
    ['signed out', { ...known, knowledge: { mayGrant: false, mayCreate: false } }],
    ['from an incomplete catalog', bookingAgent({ complete: false })],
    [
      'from the catalog of another agent',
      { ...known, agent: { agentId: 'OTHER', agentName: 'O', rootUri: 'file:///o' } },
    ],
  ];
  it.each(silent)('%s', (_, context) => {
    expect(annotated(wrongName, context)).toBe(wrongName);
  });

  it.each([
    ['for a name that is granted', 'conv.utils.get_secret("stripe_api_key")'],
    ['for a dynamic name', 'conv.utils.get_secret(name)'],
    ['for a name in pieces', 'conv.utils.get_secret(f"zendesk_{env}_api")'],
    ['for another library', 'aws_utils.get_secret("nobody_knows_it")'],
    ['for a string that is being typed', 'conv.utils.get_secret("nobo'],
    [
      'for names like those of JavaScript objects',
      'conv.utils.get_secret("stripe_api_key")\nx = "__proto__"',
    ],
  ])('%s', (_, code) => {
    expect(annotated(code)).toBe(code);
  });
});

describe('a finding', () => {
  it('has the agent, the names and the suggestions for programs', () => {
    const { analyzer, file } = open('conv.utils.get_secret("zendesk_api")');
    expect(analyzer.findings(file, bookingAgent())[0]).toMatchObject({
      rule: 'secret-not-found',
      severity: 'warning',
      agentId: 'PROJECT-1',
      names: ['zendesk_api'],
      suggestions: ['zendesk_prod_api'],
    });
  });

  it('handles odd names: "constructor" and "__proto__" are not in every vault', () => {
    const { analyzer, file } = open(
      'conv.utils.get_secret("constructor"); conv.utils.get_secret("__proto__")',
    );
    expect(analyzer.findings(file, bookingAgent())).toHaveLength(2);
    const vault = bookingAgent({ secrets: [secret('constructor'), secret('__proto__')] });
    expect(analyzer.findings(file, vault)).toEqual([]);
  });
});
