import { createServer, type Server } from 'node:http';
import { exportJWK, generateKeyPair } from 'jose';
import { Provider } from 'oidc-provider';

export const clientId = 'agent-secrets';

/** The provider's data about a user. */
export type PersonClaims = Readonly<Record<string, unknown>>;

/** A certified provider, on a port of this machine. */
export interface RealProvider {
  readonly issuer: string;
  /** By login name. */
  readonly people: Map<string, PersonClaims>;
  close(): Promise<void>;
}

const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code';

export async function startRealProvider(): Promise<RealProvider> {
  const server = createServer();
  const issuer = await listen(server);
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const people = new Map<string, PersonClaims>();
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: clientId,
        application_type: 'native',
        token_endpoint_auth_method: 'none',
        id_token_signed_response_alg: 'ES256',
        redirect_uris: ['http://127.0.0.1/callback'],
        response_types: ['code'],
        grant_types: ['authorization_code', deviceGrant],
      },
    ],
    jwks: { keys: [{ ...(await exportJWK(privateKey)), alg: 'ES256', use: 'sig', kid: 'first' }] },
    cookies: { keys: ['not-a-real-key'] },
    scopes: ['openid', 'profile', 'email', 'groups'],
    claims: {
      openid: ['sub'],
      profile: ['name'],
      email: ['email', 'email_verified'],
      groups: ['groups'],
    },
    conformIdTokenClaims: false,
    features: { devInteractions: { enabled: true }, deviceFlow: { enabled: true } },
    ttl: { DeviceCode: 60, AccessToken: 60, IdToken: 60, Interaction: 60, Session: 60, Grant: 60 },
    findAccount: (_context, id) => ({
      accountId: id,
      claims: async () => ({ sub: `subject-of-${id}`, ...people.get(id) }),
    }),
  });
  const answer = provider.callback();
  server.on('request', (request, response) => {
    void answer(request, response);
  });
  return {
    issuer,
    people,
    close: () =>
      new Promise((resolve) => {
        // Closing twice is not an error.
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server): Promise<string> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' ? address?.port : undefined;
      resolve(`http://127.0.0.1:${String(port)}`);
    });
  });
}
