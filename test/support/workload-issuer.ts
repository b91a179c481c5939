import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

/** An issuer of workload tokens, over HTTP on this machine. */
export interface WorkloadIssuer {
  readonly url: string;
  /** A GitHub Actions job's environment variables. */
  readonly github: Readonly<Record<string, string>>;
  /** The number of tokens that the job has requested. */
  readonly asked: () => number;
  token(claims?: Record<string, unknown>): Promise<string>;
  close(): Promise<void>;
}

export const workloadAudience = 'https://vault.example.com';

export async function startWorkloadIssuer(subject: string): Promise<WorkloadIssuer> {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid: 'one', alg: 'RS256', use: 'sig' };
  const requestToken = 'not-a-real-request-token';
  let [url, asked] = ['', 0];

  const token: WorkloadIssuer['token'] = (claims = {}) =>
    new SignJWT({ sub: subject, aud: workloadAudience, jti: randomUUID(), ...claims })
      .setProtectedHeader({ alg: 'RS256', kid: 'one', typ: 'JWT' })
      .setIssuer(url)
      .setIssuedAt()
      .setExpirationTime(typeof claims['exp'] === 'number' ? claims['exp'] : '5m')
      .sign(privateKey);

  const answerOf = async (path: URL, authorization: string | undefined): Promise<unknown> => {
    if (path.pathname === '/.well-known/openid-configuration')
      return { issuer: url, jwks_uri: `${url}/keys` };
    if (path.pathname === '/keys') return { keys: [jwk] };
    if (path.pathname !== '/github/idtoken' || path.searchParams.get('api-version') !== '2.0')
      return undefined;
    if (authorization !== `Bearer ${requestToken}`) return undefined;
    asked += 1;
    return { value: await token({ aud: path.searchParams.get('audience') }) };
  };
  const server = createServer((request, response) => {
    void answerOf(new URL(request.url ?? '/', url), request.headers.authorization).then((body) =>
      response.writeHead(body === undefined ? 403 : 200).end(JSON.stringify(body ?? {})),
    );
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  return {
    url,
    github: {
      ACTIONS_ID_TOKEN_REQUEST_URL: `${url}/github/idtoken?api-version=2.0`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: requestToken,
    },
    asked: () => asked,
    token,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
