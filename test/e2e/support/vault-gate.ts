import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Sits between an editor and its vault: records requests, and can delay each answer. */
export interface VaultGate {
  readonly url: string;
  /** Method and path of the requests since the last `forget`, in order. */
  readonly asked: () => readonly string[];
  /** Requests repeated while their answer was on the way, since the last `forget`. */
  readonly askedTwiceAtOnce: () => readonly string[];
  /** The number of connections so far. */
  readonly connections: () => number;
  readonly forget: () => void;
  /** From now on each answer is delayed by this many milliseconds. */
  readonly delay: (milliseconds: number) => void;
  /** From now on the vault is unreachable, or reachable again. */
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

/** Forwards streams as they arrive. When the vault is unreachable, so is the gate. */
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
