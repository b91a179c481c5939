import {
  idTokenLength,
  OpenIdSignIn,
  SignedOut,
  SignInOffer,
  SignInSession,
  SignOut,
} from '../../contracts/vault-api/sign-in.ts';
import type { VaultApp } from '../plugins/vault-app.ts';
import { recordAnonymous } from '../domain/audit/record-anonymous.ts';
import { signIn, signOut } from '../domain/authentication/sign-in.ts';
import type { Vault } from '../domain/context/vault.ts';
import { ProblemError } from '../errors/errors.ts';
import { callerOf } from '../plugins/authenticate.ts';
import type { IdentityProvider, OpenIdSettings, Vouched } from '../sign-in/index.ts';
import type { SignInLimits } from '../rate-limit/rate-limit.ts';
import { SignInRefusal } from '../sign-in/refusal.ts';
import { answers } from './answers.ts';

/** Without a provider, people can use only keys. */
export function addSignInRoutes(
  app: VaultApp,
  vault: Vault,
  limits: SignInLimits,
  provider: IdentityProvider | undefined,
): void {
  app.get('/v1/sign-in', {
    config: { access: 'public' },
    schema: {
      operationId: 'signInOffer',
      summary: 'How people sign in to this vault',
      response: answers(200, SignInOffer),
    },
    handler: async () => (provider ? { openid: offerOf(provider.settings) } : {}),
  });

  app.post('/v1/sign-in/openid', {
    config: { access: 'public' },
    bodyLimit: idTokenLength + 1024,
    schema: {
      operationId: 'signIn',
      summary:
        'Start a session with an ID token of the identity provider; only this response contains the session key',
      body: OpenIdSignIn,
      response: answers(201, SignInSession),
    },
    handler: async (request, reply) => {
      if (!provider) throw new ProblemError('NotFound', 'This vault has no identity provider. Use a key.');
      vault.seal.requireOpen();
      const sender = { requestId: request.id, address: request.ip };
      const vouched = await verify(vault, limits, provider, request.body, sender);
      limits.requireSubject(vouched.person.subject);
      return reply.code(201).send(await signIn(vault, vouched, provider.settings, sender));
    },
  });

  app.post('/v1/me/sign-out', {
    config: { access: 'authenticated' },
    schema: {
      operationId: 'signOut',
      summary: 'End your session, or all of them, immediately',
      body: SignOut,
      response: answers(200, SignedOut),
    },
    handler: async (request) => signOut(vault, callerOf(request), request.body),
  });
}

function offerOf(settings: OpenIdSettings): NonNullable<SignInOffer['openid']> {
  const { issuer, clientId, scopes, deviceCode, redirectPort } = settings;
  return { issuer, clientId, scopes, deviceCode, ...(redirectPort !== undefined && { redirectPort }) };
}

async function verify(
  vault: Vault,
  limits: SignInLimits,
  provider: IdentityProvider,
  body: OpenIdSignIn,
  sender: { readonly requestId: string; readonly address: string },
): Promise<Vouched> {
  limits.requireAddress(sender.address);
  try {
    return await provider.verify(body);
  } catch (error) {
    if (error instanceof SignInRefusal && limits.isWorthAnEntry(sender.address)) {
      await recordAnonymous(vault, { action: 'sign-in' }, sender, error);
    }
    throw error;
  }
}
