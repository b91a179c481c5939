import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A proxy between an editor and its vault that records requests and can delay or block them. */
export interface VaultGate {
  readonly url: string;
  /** Methods and paths of the requests since the last `forget`, in order. */
  readonly asked: () => readonly string[];
  /** Requests since the last `forget` that were sent again while the first one was still in progress. */
  readonly askedTwiceAtOnce: () => readonly string[];
  /** Requests whose response is still on its way. */
  readonly pending: () => readonly string[];
  /** The number of connections so far. */
  readonly connections: () => number;
  readonly forget: () => void;
  /** Delays each response by this many milliseconds from now on. */
  readonly delay: (milliseconds: number) => void;
  /** Makes the vault unreachable, or reachable again, from now on. */
  readonly shut: (isShut: boolean) => void;
  readonly stop: () => Promise<void>;
}

export async function startVaultGate(vaultUrl: string, host = '127.0.0.1'): Promise<VaultGate> {
  let lateness = 0;
  let isShut = false;
  let asked: string[] = [];
  let twice: string[] = [];
  let connections = 0;
  const underWay = new Set<string>();
  const server = createServer((question, answer) => {
    if (isShut) return void question.socket.destroy();
    const line = `${question.method ?? ''} ${question.url ?? ''}`;
    asked.push(line);
    if (underWay.has(line)) twice.push(line);
    underWay.add(line);
    answer.once('close', () => underWay.delete(line));
    pass(question, answer, { vaultUrl, lateness });
  });
  server.on('connection', () => (connections += 1));
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  return {
    url: `http://${host}:${portOf(server.address())}`,
    asked: () => asked,
    askedTwiceAtOnce: () => twice,
    pending: () => [...underWay],
    connections: () => connections,
    forget: () => {
      [asked, twice] = [[], []];
    },
    delay: (milliseconds) => {
      lateness = milliseconds;
    },
    shut: (shut) => {
      isShut = shut;
      if (shut) server.closeAllConnections();
    },
    stop: () => {
      const stopped = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      return stopped;
    },
  };
}

/** Forwards streams as they arrive. If the vault is unreachable, so is the gate. */
function pass(
  question: IncomingMessage,
  answer: ServerResponse,
  { vaultUrl, lateness }: { readonly vaultUrl: string; readonly lateness: number },
): void {
  const { method, url = '/' } = question;
  const headers = { ...question.headers, host: new URL(vaultUrl).host };
  const asking = request(new URL(url, vaultUrl), { method, headers }, (answered) => {
    setTimeout(() => {
      answer.writeHead(answered.statusCode ?? 502, answered.headers);
      answer.flushHeaders();
      answered.pipe(answer);
    }, lateness);
    answered.once('error', () => answer.destroy());
  });
  asking.once('error', () => answer.destroy());
  answer.once('close', () => asking.destroy());
  question.pipe(asking);
}

function portOf(address: AddressInfo | string | null): number {
  return typeof address === 'object' && address ? address.port : 0;
}
