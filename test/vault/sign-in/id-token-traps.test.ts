import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { clientId, goodClaims, issuer } from './support/fake-provider.ts';
import { describeSignatureTraps } from './support/signature-traps.ts';
import { keyIn, openSignInVault, type SignInVault } from './support/sign-in-vault.ts';

let one: SignInVault;
beforeEach(async () => {
  one = await openSignInVault();
});
afterEach(() => one.test.close());

const nowSeconds = () => Math.floor(one.test.vault.now().getTime() / 1000);

/** The reason for the refusal in the log; the answer contains nothing of the token. */
async function refusalOf(token: string): Promise<unknown> {
  const { status, text, json } = await one.send(token);
  if (status !== 401 || text.includes('person-1')) return text;
  const { code } = json as { code: string };
  const entry = (await one.lastEntry()) as { decision: string; code: string; actorId: string };
  return code === 'SignInInvalid' && entry.decision === 'denied' ? entry.code : text;
}

/** A header or claims: an empty list. */
const noClaims = Buffer.from('[]').toString('base64url');

describe('a token', () => {
  it('that is valid is accepted', async () => {
    expect((await one.signIn()).status).toBe(201);
  });

  it.each([
    ['of another provider', { iss: 'https://login.example.com/other' }, 'TokenIssuer'],
    ['whose issuer has a slash more', { iss: `${issuer}/` }, 'TokenIssuer'],
    ['without an issuer', { iss: undefined }, 'TokenIssuer'],
    ['whose issuer is a list', { iss: [issuer] }, 'TokenIssuer'],
    ['for another program', { aud: 'other-program' }, 'TokenAudience'],
    ['without an audience', { aud: undefined }, 'TokenAudience'],
    ['for several programs that does not say which one asked', { aud: [clientId, 'other'] }, 'TokenAudience'],
    [
      'for several programs that another one asked for',
      { aud: [clientId, 'other'], azp: 'other' },
      'TokenAudience',
    ],
    ['that another program asked for', { azp: 'other-program' }, 'TokenAudience'],
    ['for no audience', { aud: [] }, 'TokenAudience'],
    ['without an end', { exp: undefined }, 'TokenTime'],
    ['whose end is a text', { exp: '9999999999' }, 'TokenTime'],
    ['without a beginning', { iat: undefined }, 'TokenTime'],
    ['without a nonce', { nonce: undefined }, 'TokenNonce'],
    ['of another sign-in', { nonce: 'another-nonce' }, 'TokenNonce'],
    ['whose nonce is a list', { nonce: [goodClaims(new Date())['nonce']] }, 'TokenNonce'],
    ['without a subject', { sub: undefined }, 'TokenSubject'],
    ['whose subject is a number', { sub: 1 }, 'TokenSubject'],
    ['whose subject is a list', { sub: ['person-1'] }, 'TokenSubject'],
    ['whose subject is empty', { sub: '' }, 'TokenSubject'],
    ['that is an access token', { scope: 'openid profile' }, 'TokenType'],
    ['that is an access token of another make', { scp: ['openid'] }, 'TokenType'],
    ['that is an access token by its own word', { typ: 'Bearer' }, 'TokenType'],
  ])('%s is refused', async (_what, claims, reason) => {
    expect(await refusalOf(await one.token({ claims }))).toBe(reason);
  });

  it.each([
    ['that has expired', { exp: -31 }, 'TokenExpired'],
    ['that counts later', { nbf: 120 }, 'TokenTime'],
    ['from the future', { iat: 120, exp: 600 }, 'TokenTime'],
    ['that is old, though it counts for years', { iat: -700, exp: 1e9 }, 'TokenExpired'],
    ['from before time', { iat: -1e12, exp: 600 }, 'TokenExpired'],
  ])('%s is refused', async (_what, offsets: Record<string, number>, reason) => {
    const claims = Object.fromEntries(Object.entries(offsets).map(([name, by]) => [name, nowSeconds() + by]));
    expect(await refusalOf(await one.token({ claims }))).toBe(reason);
  });

  it('is accepted when clocks differ by a few seconds', async () => {
    expect((await one.signIn({ claims: { iat: nowSeconds() + 20, nbf: nowSeconds() + 20 } })).status).toBe(
      201,
    );
    expect((await one.signIn({ claims: { exp: nowSeconds() - 20 } })).status).toBe(201);
  });

  it('is accepted for several audiences when this program requested it', async () => {
    expect((await one.signIn({ claims: { aud: [clientId, 'other'], azp: clientId } })).status).toBe(201);
  });

  it('counts once, in any encoding of its signature', async () => {
    const token = await one.token();
    keyIn(await one.send(token));
    const again = await one.send(token);
    expect(again).toMatchObject({ status: 401, json: { code: 'SignInInvalid' } });
    expect(await one.lastEntry()).toMatchObject({ code: 'TokenReplayed' });
    expect(await one.send(otherSignature(token))).toMatchObject({ status: 401 });
    expect(await one.lastEntry()).toMatchObject({ code: 'TokenReplayed' });
  });

  it('is useless to an eavesdropper', async () => {
    const token = await one.token();
    const nonce = String(goodClaims(new Date())['nonce']);
    expect(await one.send(token, nonce)).toMatchObject({ status: 401 });
    expect(await one.lastEntry()).toMatchObject({ code: 'TokenNonce' });
  });
});

describeSignatureTraps(() => ({
  provider: one.provider,
  claims: () => goodClaims(one.test.vault.now()),
  token: (forgery) => one.token(forgery),
  refusalOf,
}));

describe('text that is not a signed token', () => {
  it.each(['', '.', '..', '...', 'a.b.c', 'null.null.null', '{}', `${noClaims}.${noClaims}.AA`])(
    'is refused: %j',
    async (text) => {
      expect([400, 401]).toContain((await one.send(text)).status);
    },
  );

  it('is refused when it is huge, before anything of it is read', async () => {
    const huge = await one.token({
      claims: { groups: Array.from({ length: 2000 }, (_, at) => `group-${String(at)}`) },
    });
    expect([400, 413]).toContain((await one.send(huge)).status);
  });
});

/** The same signature as another pair of numbers: both are valid for ECDSA. */
function otherSignature(token: string): string {
  const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
  const [header = '', payload = '', signature = ''] = token.split('.');
  const bytes = Buffer.from(signature, 'base64url');
  const second = order - BigInt(`0x${bytes.subarray(32).toString('hex')}`);
  const changed = bytes.subarray(0, 32).toString('hex') + second.toString(16).padStart(64, '0');
  return `${header}.${payload}.${Buffer.from(changed, 'hex').toString('base64url')}`;
}
