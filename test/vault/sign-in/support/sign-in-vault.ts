import { createIdentityProvider } from '../../../../vault/sign-in/index.ts';
import { checkOpenId } from '../../../../vault/sign-in/settings.ts';
import { openTestVault, type TestAnswer, type TestVault } from '../../support/test-vault.ts';
import {
  clientId,
  type FakeProvider,
  type Forgery,
  issuer,
  nonceVerifier,
  startFakeProvider,
} from './fake-provider.ts';

export const settings = {
  issuer,
  clientId,
  roles: {
    claim: 'groups',
    admin: ['secrets-admins'],
    author: ['secrets-authors'],
    reviewer: ['secrets-reviewers'],
  },
};

/** A vault whose users sign in with a fake provider. */
export interface SignInVault {
  readonly test: TestVault;
  readonly provider: FakeProvider;
  /** Signs in with a good token, or with one that differs from it. */
  signIn(forgery?: Forgery): Promise<TestAnswer>;
  /** Sends something that is not such a token. */
  send(idToken: string, verifier?: string): Promise<TestAnswer>;
  token(forgery?: Forgery): Promise<string>;
  /** The newest entry of the log about signing in. */
  lastEntry(): Promise<unknown>;
}

export async function openSignInVault(changes: object = {}): Promise<SignInVault> {
  const provider = await startFakeProvider();
  const test = await openTestVault({
    identityProvider: (now) =>
      createIdentityProvider(checkOpenId({ ...settings, ...changes }), { fetch: provider.fetch, now }),
  });
  const send: SignInVault['send'] = (idToken, verifier = nonceVerifier) =>
    test.send({ method: 'POST', url: '/v1/sign-in/openid', body: { idToken, nonceVerifier: verifier } });
  const token: SignInVault['token'] = (forgery) => provider.token(test.vault.now(), forgery);
  return {
    test,
    provider,
    token,
    send,
    signIn: async (forgery) => send(await token(forgery)),
    async lastEntry() {
      const url = '/v1/accounts/acc_test/audit-events?action=sign-in&limit=1';
      const { json } = await test.send({ url, key: test.adminKey });
      return (json as { events: readonly unknown[] }).events[0];
    },
  };
}

/** The key in the answer to a sign-in. */
export function keyIn(answer: TestAnswer): string {
  if (answer.status !== 201) throw new Error(answer.text);
  return (answer.json as { token: string }).token;
}
