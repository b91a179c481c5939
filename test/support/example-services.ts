import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

/** A request that a program sent to one of the services. */
export interface ServiceRequest {
  readonly method: string;
  /** Such as `https://risk.example.com/checks?day=today`. */
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface ServiceAnswer {
  readonly status?: number;
  readonly json?: unknown;
}

/** Replaces every https://….example.com service that functions in examples/ call. */
export interface ExampleServices {
  /** Variables with which Python's requests and Node reach and trust the services. */
  readonly environment: Readonly<Record<string, string>>;
  readonly requests: ServiceRequest[];
  stop(): Promise<void>;
}

/** Starts a proxy that routes every host to one server, with a certificate for all hosts. */
export async function startExampleServices(
  answer: (request: ServiceRequest) => ServiceAnswer,
): Promise<ExampleServices> {
  const folder = mkdtempSync(path.join(tmpdir(), 'agent-secrets-services-'));
  const [certificate, key] = [path.join(folder, 'services.crt'), path.join(folder, 'services.key')];
  const make = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=example.com'];
  const names = ['-addext', 'subjectAltName=DNS:*.example.com', '-keyout', key, '-out', certificate];
  execFileSync('openssl', [...make, ...names], { stdio: 'ignore' });

  const requests: ServiceRequest[] = [];
  const identity = { cert: readFileSync(certificate), key: readFileSync(key) };
  const services = createSecureServer(identity, (incoming, response) => {
    void (async () => {
      const { method = '', headers, url = '' } = incoming;
      const request = {
        method,
        url: `https://${headers.host ?? ''}${url}`,
        headers,
        body: await text(incoming),
      };
      requests.push(request);
      const { status = 200, json } = answer(request);
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(json === undefined ? '' : JSON.stringify(json));
    })();
  });
  const servicesPort = await listen(services);
  const proxy = createServer((_, response) => response.writeHead(400).end());
  proxy.on('connect', (_, client) => {
    const onward = connect(servicesPort, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n');
      client.pipe(onward).pipe(client);
    });
    for (const end of [client, onward]) end.on('error', () => end.destroy());
  });
  const proxyPort = await listen(proxy);
  return {
    environment: {
      HTTPS_PROXY: `http://127.0.0.1:${String(proxyPort)}`,
      NO_PROXY: '127.0.0.1,localhost',
      REQUESTS_CA_BUNDLE: certificate,
      NODE_EXTRA_CA_CERTS: certificate,
      NODE_USE_ENV_PROXY: '1',
    },
    requests,
    async stop() {
      services.closeAllConnections();
      await Promise.all([proxy, services].map((server) => server.close() && once(server, 'close')));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function listen(server: Server): Promise<number> {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address() as AddressInfo;
  return address.port;
}
