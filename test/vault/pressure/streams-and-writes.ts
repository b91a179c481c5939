import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { Agent, type IncomingMessage, request } from 'node:http';
import { createVaultClient } from '../../../vault-client/index.ts';
import { startUnreadVault, type UnreadVault } from './unread-vault.ts';

export interface WriteRate {
  readonly aSecond: number;
  /** Per second of the vault's CPU time: other programs on the machine do not affect it. */
  readonly aProcessorSecond: number;
}

export interface StreamsAndWrites {
  /** Without streams, with them, and without them again. */
  readonly without: WriteRate;
  readonly with: WriteRate;
  readonly after: WriteRate;
  /** Bytes that the streams received. */
  readonly received: number;
}

const streamsOfOneKey = 16;
const writers = 16;

/** How many changes per second a vault makes while so many programs follow them. */
export async function streamsAndWrites(
  dataDir: string,
  streams: number,
  seconds: number,
): Promise<StreamsAndWrites> {
  const vault = await startUnreadVault(dataDir);
  try {
    const client = createVaultClient({ url: vault.url, key: vault.adminKey, fetch });
    const { accountId } = await client.me();
    let made = 0;
    const rate = () => writeRate(vault, accountId, seconds, () => `A${String((made += 1))}`);
    await rate();
    const without = await rate();
    const sockets: Socket[] = [];
    for (let open = 0; open < streams; open += streamsOfOneKey) {
      const { token } = await client.issueToken(accountId, { name: 'follow', role: 'author' });
      const count = Math.min(streamsOfOneKey, streams - open);
      sockets.push(...(await Promise.all(Array.from({ length: count }, () => follow(vault, token)))));
    }
    const withStreams = await rate();
    const received = sockets.reduce((sum, { bytesRead }) => sum + bytesRead, 0);
    for (const socket of sockets) socket.destroy();
    return { without, with: withStreams, after: await rate(), received };
  } finally {
    vault.process.kill('SIGKILL');
  }
}

/** Resolves after the greeting of the stream. */
async function follow({ url }: UnreadVault, token: string): Promise<Socket> {
  const { port, hostname } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.write(`GET /v1/events HTTP/1.1\r\nhost: ${hostname}\r\nx-api-key: ${token}\r\n\r\n`);
  const [greeting] = (await once(socket, 'data')) as [Buffer];
  if (!greeting.includes('200 OK')) throw new Error(greeting.toString().slice(0, 400));
  return socket.resume();
}

async function writeRate(
  { url, adminKey, process: { pid } }: UnreadVault,
  accountId: string,
  seconds: number,
  nextName: () => string,
): Promise<WriteRate> {
  const agent = new Agent({ keepAlive: true });
  const headers = { 'x-api-key': adminKey, 'content-type': 'application/json' };
  const end = performance.now() + seconds * 1000;
  const before = processorSeconds(pid);
  let written = 0;
  const write = async (): Promise<void> => {
    while (performance.now() < end) {
      const name = nextName();
      const sent = request(`${url}/v1/accounts/${accountId}/agents`, { method: 'POST', agent, headers });
      sent.end(JSON.stringify({ agentId: name, agentName: name }));
      const [answer] = (await once(sent, 'response')) as [IncomingMessage];
      await once(answer.resume(), 'end');
      if (answer.statusCode !== 201) throw new Error(`A change was answered ${String(answer.statusCode)}`);
      written += 1;
    }
  };
  await Promise.all(Array.from({ length: writers }, write));
  agent.destroy();
  return {
    aSecond: written / seconds,
    aProcessorSecond: written / (processorSeconds(pid) - before),
  };
}

/** Linux only. */
function processorSeconds(pid: number | undefined): number {
  const fields =
    readFileSync(`/proc/${String(pid)}/stat`, 'utf8')
      .split(') ')[1]
      ?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}
