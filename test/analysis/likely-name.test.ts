import { describe, expect, it } from 'vitest';
import { bookingAgent, open, secret } from '../support/analysis-fixture.ts';
import { cursorIn } from '../support/analysis-markers.ts';

const names = ['guest_crm', 'stripe_api_key', 'stripe_webhook_secret', 'loyalty-token', 'api_key'];
const vault = bookingAgent({
  secrets: [
    ...names.map((name) => secret(name)),
    secret('old_loyalty', { deprecated: {} }),
    secret('payroll_api', { access: 'missing' }),
  ],
  mayGrant: true,
});

/** The names that the editor selects first when the user requests completion at `$0`. */
function preselected(marked: string, languageId = 'python'): readonly string[] {
  const { code, offset } = cursorIn(marked);
  const { analyzer, file } = open(code, languageId);
  return analyzer
    .complete(file, offset, vault)
    .flatMap(({ label, preselected: isFirst }) => (isFirst === true ? [label] : []));
}

describe('the likely name is preselected', () => {
  it.each([
    ['a variable', 'crm = conv.utils.get_secret("$0")', 'guest_crm'],
    ['a variable, without quotes', 'crm = conv.utils.get_secret($0)', 'guest_crm'],
    ['a variable in code that is being typed', 'crm = conv.utils.get_secret("$0', 'guest_crm'],
    ['a variable with a type', 'crm: dict[str, str] = conv.utils.get_secret("$0")', 'guest_crm'],
    ['an attribute', 'self.crm_client = Client(conv.utils.get_secret("$0"))', 'guest_crm'],
    ['an element', 'keys["crm"] = conv.utils.get_secret("$0")', 'guest_crm'],
    ['a keyword argument', 'go(1, loyalty=conv.utils.get_secret("$0"))', 'loyalty-token'],
    ['the nearest one', 'crm = go(loyalty=conv.utils.get_secret("$0"))', 'loyalty-token'],
    ['a key', 'x = {"crm": conv.utils.get_secret("$0")}', 'guest_crm'],
    ['the keyword of the name', 'crm = conv.utils.get_secret(secret_name="$0")', 'guest_crm'],
    ['all words of the name', 'api_key = conv.utils.get_secret("$0")', 'api_key'],
    ['a general word that decides', 'stripe_key = conv.utils.get_secret("$0")', 'stripe_api_key'],
    ['the start of a name', 'crm = conv.utils.get_secret("g$0")', 'guest_crm'],
  ])('from %s', (_, code, expected) => {
    expect(preselected(code)).toEqual([expected]);
  });

  it.each([
    ['a constant', "const guestCrm = await conv.utils.getSecret('$0')", 'guest_crm'],
    ['a property', "const keys = { stripeKey: await conv.utils.getSecret('$0') }", 'stripe_api_key'],
    ['a typed constant', "const crm: string = await conv.utils.getSecret('$0')", 'guest_crm'],
  ])('from %s in TypeScript', (_, code, expected) => {
    expect(preselected(code, 'typescript')).toEqual([expected]);
  });
});

describe('no name is preselected', () => {
  it.each([
    ['when two are equally likely', 'stripe = conv.utils.get_secret("$0")'],
    ['for a word that says nothing', 'token = conv.utils.get_secret("$0")'],
    ['when only some of the words match', 'guest_booking = conv.utils.get_secret("$0")'],
    ['when the agent cannot read it', 'payroll = conv.utils.get_secret("$0")'],
    ['when it is part of another word', 'loyal = conv.utils.get_secret("$0")'],
    ['for a comparison', 'if crm == conv.utils.get_secret("$0"): pass'],
    ['for an argument without a name', 'go(crm, conv.utils.get_secret("$0"))'],
    ['on its own', 'conv.utils.get_secret("$0")'],
  ])('%s', (_, code) => {
    expect(preselected(code)).toEqual([]);
  });
});
