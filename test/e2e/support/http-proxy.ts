import { createServer, request } from 'node:http';
import { connect } from 'node:net';

export interface TestProxy {
  readonly url: string;
  /** The hosts requested through the proxy, one entry per request. */
  readonly hosts: () => readonly string[];
  readonly stop: () => Promise<void>;
}

/** Starts a proxy like those in companies, for plain requests and tunnels. */
export async function startProxy(): Promise<TestProxy> {
  const hosts: string[] = [];
  const server = createServer((question, answer) => {
    const { host } = new URL(question.url ?? '');
    hosts.push(host);
    const { method, headers, url = '' } = question;
    const asking = request(url, { method, headers }, (answered) => {
      answer.writeHead(answered.statusCode ?? 502, answered.headers);
      answer.flushHeaders();
      answered.pipe(answer);
    });
    asking.once('error', () => answer.destroy());
    answer.once('close', () => asking.destroy());
    question.pipe(asking);
  });
  server.on('connect', (question, socket) => {
    const { hostname, port, host } = new URL(`http://${question.url ?? ''}`);
    hosts.push(host);
    const tunnel = connect(Number(port), hostname, () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      tunnel.pipe(socket).pipe(tunnel);
    });
    for (const end of [tunnel, socket])
      end.on('error', () => [tunnel, socket].forEach((one) => one.destroy()));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    hosts: () => hosts,
    stop: () => {
      const stopped = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      return stopped;
    },
  };
}
