import { text } from 'node:stream/consumers';
import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { agedText } from './ages.ts';
import { freePort } from '../e2e/support/program-process.ts';

/** The behavior of the vault: normal, or with failures. */
export type Mood = 'as it is' | 'busy' | 'disabled' | 'failing' | 'gone' | 'refusing' | 'slow';

/** Some sentences contain the vault's host: the same one in every run. */
const usualPort = 8430;

/** Responses of a vault that rejects the user. */
const refusals: Readonly<Partial<Record<Mood, { readonly status: number; readonly code: string }>>> = {
  busy: { status: 503, code: 'Unavailable' },
  disabled: { status: 403, code: 'VaultDisabled' },
  refusing: { status: 403, code: 'Forbidden' },
};

/** A proxy in front of the vault: makes ages stable, and fails as a scene requires. */
export class FrontVault {
  readonly url: string;
  readonly #behind: string;
  readonly #server: Server;
  /** Open responses: event streams, and those that a slow vault delays. */
  readonly #open = new Set<ServerResponse>();
  #mood: Mood = 'as it is';
  /** The age that names are shown with. */
  minutesOld = 0;

  private constructor(behind: string, port: number) {
    this.#behind = behind;
    this.url = `http://127.0.0.1:${port}`;
    this.#server = createServer((asked, answer) => this.#respond(asked, answer));
  }

  static async start(behind: string): Promise<FrontVault> {
    const isFree = await fetch(`http://127.0.0.1:${usualPort}`).then(
      () => false,
      () => true,
    );
    const port = isFree ? usualPort : await freePort();
    const front = new FrontVault(behind, port);
    front.#server.listen(port, '127.0.0.1');
    await once(front.#server, 'listening');
    return front;
  }

  /** Takes effect immediately, including for open connections. */
  behave(mood: Mood): void {
    this.#mood = mood;
    for (const answer of this.#open) answer.destroy();
    this.#open.clear();
  }

  async stop(): Promise<void> {
    const stopped = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await stopped;
  }

  #respond(asked: IncomingMessage, answer: ServerResponse): void {
    const refusal = refusals[this.#mood];
    const isWhoAmI = asked.url?.endsWith('/me') ?? false;
    const isList = asked.url?.includes('/catalog') ?? false;
    if (this.#mood === 'gone') answer.destroy();
    else if (this.#mood === 'slow' && isList) this.#open.add(answer);
    else if (this.#mood === 'failing')
      answer.writeHead(200, { 'Content-Type': 'text/html' }).end('<p>Hello</p>');
    // If only lists are refused, the identity remains known.
    else if (refusal && !(this.#mood === 'refusing' && isWhoAmI)) refuse(answer, refusal);
    else this.#forward(asked, answer);
  }

  #forward(asked: IncomingMessage, answer: ServerResponse): void {
    const { method, headers } = asked;
    const onward = request(
      new URL(asked.url ?? '/', this.#behind),
      { ...(method && { method }), headers: { ...headers, 'accept-encoding': 'identity' } },
      (received) => void this.#pass(received, answer),
    );
    onward.on('error', () => answer.destroy());
    asked.pipe(onward);
  }

  async #pass(received: IncomingMessage, answer: ServerResponse): Promise<void> {
    const { statusCode = 502, headers } = received;
    if (statusCode !== 304 && !headers['content-type']?.includes('json')) {
      this.#open.add(answer);
      answer.writeHead(statusCode, headers);
      received.on('error', () => answer.destroy()).pipe(answer);
      return;
    }
    const body = await text(received);
    const { 'content-length': _, ...others } = headers;
    others.date = new Date(Date.now() - this.minutesOld * 60_000).toUTCString();
    answer.writeHead(statusCode, others).end(agedText(body, this.minutesOld));
  }
}

function refuse(answer: ServerResponse, { status, code }: { status: number; code: string }): void {
  const problem = {
    type: 'about:blank',
    title: code,
    status,
    code,
    detail: 'Not today.',
    requestId: 'scene',
  };
  answer.writeHead(status, { 'Content-Type': 'application/problem+json' }).end(JSON.stringify(problem));
}
