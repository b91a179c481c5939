import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { sentence } from '../contracts/words.ts';
import { SignInError, tooLate } from './sign-in-error.ts';

/** Waits for the browser's redirect to this machine. */
export interface Listener {
  /** The redirect URI for the provider. */
  readonly redirectUri: string;
  /**
   * Returns the redirect URL that has this state. Requests with another state are rejected but do not end the
   * wait.
   */
  answerWith(state: string, signal: AbortSignal): Promise<URL>;
  /** Shows the outcome to the user, and stops listening. */
  close(): void;
}

export type Listen = (port: number | undefined) => Promise<Listener>;

/** Listens only on 127.0.0.1, on a free port unless one is given. @throws SignInError */
export const listenOnLoopback: Listen = async (port = 0) => {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', () =>
      reject(new SignInError(sentence('Port {port} is already in use on this machine.', { port }))),
    );
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  const origin = `http://127.0.0.1:${String(typeof address === 'object' ? address?.port : port)}`;
  server.on('request', (_request, response) => turnAway(response));
  return {
    redirectUri: `${origin}/callback`,
    async answerWith(state, signal) {
      server.removeAllListeners('request');
      return new Promise<URL>((resolve, reject) => {
        signal.addEventListener('abort', () => reject(tooLate()), { once: true });
        server.on('request', (request, response) => {
          const url = cameBackTo(request, origin, state);
          if (!url) return turnAway(response);
          show(response, url);
          resolve(url);
        });
      });
    },
    close() {
      server.close();
      server.closeIdleConnections();
    },
  };
};

/** Accepts only requests with the right state, because any program or web page can send requests here. */
function cameBackTo(
  { method, url, headers }: IncomingMessage,
  origin: string,
  state: string,
): URL | undefined {
  const found = URL.parse(url ?? '', origin);
  if (method !== 'GET' || found?.origin !== origin || found.pathname !== '/callback') return undefined;
  if (`http://${headers.host ?? ''}` !== origin) return undefined;
  return found.searchParams.getAll('state').join() === state ? found : undefined;
}

function turnAway(response: ServerResponse): void {
  response.writeHead(400, pageHeaders);
  response.end(
    finalPage('This is not your sign-in', 'Go back to the program you started from and try again.'),
  );
}

function show(response: ServerResponse, url: URL): void {
  const declined = url.searchParams.has('error');
  response.writeHead(declined ? 403 : 200, pageHeaders);
  response.end(
    declined
      ? finalPage(
          'You are not signed in',
          'The program you started from shows the reason. You can close this page.',
        )
      : finalPage(
          'Almost done',
          'The program you started from shows whether you are signed in. You can close this page.',
        ),
  );
}

/** The last page in the browser. It is simple HTML that is accessible to everyone. */
function finalPage(title: string, text: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} – Agent Secrets</title>
</head>
<body>
<main>
<h1>${title}</h1>
<p>${text}</p>
</main>
</body>
</html>
`;
}

const pageHeaders: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  connection: 'close',
};
