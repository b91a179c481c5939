import { once } from 'node:events';
import { connect } from 'node:net';

export interface Flood {
  readonly url: string;
  /** Requests in all. */
  readonly count: number;
  readonly connections: number;
  /** One request as sent, without a body. */
  readonly request: (index: number) => { readonly path: string; readonly headers: readonly string[] };
}

/** Concurrent requests per connection. */
const pipelined = 20;

/** Sends all requests as fast as they are answered; returns the number of answers by status. */
export async function flood(options: Flood): Promise<Readonly<Record<string, number>>> {
  const answers: Record<string, number> = {};
  let next = 0;
  const take = (): number | undefined => (next < options.count ? next++ : undefined);
  const crew = Array.from({ length: options.connections }, () => sendOver(options, take, answers));
  await Promise.all(crew);
  return answers;
}

/** Sends over one connection until no request is left; rejects when it is cut off. */
async function sendOver(
  { url, request }: Flood,
  take: () => number | undefined,
  answers: Record<string, number>,
): Promise<void> {
  const { port, hostname } = new URL(url);
  const socket = connect(Number(port), hostname).setEncoding('latin1');
  await once(socket, 'connect');
  let open = 0;
  const ask = (): boolean => {
    const index = take();
    if (index === undefined) return false;
    const { path, headers } = request(index);
    socket.write(`GET ${path} HTTP/1.1\r\nhost: ${hostname}\r\n${headers.join('\r\n')}\r\n\r\n`);
    open += 1;
    return true;
  };
  for (let count = 0; count < pipelined && ask(); count += 1);
  if (open === 0) return void socket.destroy();
  let text = '';
  for await (const chunk of socket) {
    text += String(chunk);
    const found = [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)];
    for (const [, status = ''] of found) {
      answers[status] = (answers[status] ?? 0) + 1;
      open -= 1;
      ask();
    }
    const last = found.at(-1);
    if (last) text = text.slice(last.index + last[0].length);
    if (open === 0) return void socket.destroy();
  }
  throw new Error('The vault cut the connection off.');
}
