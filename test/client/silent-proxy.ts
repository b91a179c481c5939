import { connect, createServer, type Socket } from 'node:net';

/** A network between a client and its vault that can swallow everything without closing a connection. */
export interface SilentProxy {
  readonly url: string;
  /** From now on, open connections are dead forever, and new ones connect but transfer nothing. */
  readonly silence: () => void;
  /** New connections work again. */
  readonly restore: () => void;
  readonly close: () => void;
}

export async function startSilentProxy(target: string): Promise<SilentProxy> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  let isSilent = false;
  let generation = 0;
  const server = createServer((client) => {
    sockets.add(client);
    client.on('error', () => undefined);
    if (isSilent) return void client.resume();
    const own = generation;
    const vault = connect({ host: hostname, port: Number(port) });
    sockets.add(vault);
    vault.on('error', () => client.destroy());
    client.on('data', (chunk) => own === generation && vault.write(chunk));
    vault.on('data', (chunk) => own === generation && client.write(chunk));
    client.on('close', () => vault.destroy());
    vault.on('close', () => own === generation && client.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The proxy has no port.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    silence: () => {
      isSilent = true;
      generation += 1;
    },
    restore: () => {
      isSilent = false;
    },
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
