import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { offerOrder, type Order } from '../../run/order.ts';
import { bundle } from '../server/support/bundle.ts';

const canary = 'not-a-real-canary-of-a-terminal';

/** Does what a terminal of the editor does: starts a bundle that requests its order. */
describe('what the editor starts in a terminal', () => {
  let runner: string;
  beforeAll(async () => {
    runner = await bundle('run');
  });

  const order = (script: string, changes: Partial<Order> = {}): Order => ({
    command: process.execPath,
    args: ['-e', script],
    cwd: tmpdir(),
    variables: { SHOP_API_KEY: canary },
    notes: ['With your environment secrets.'],
    words: { notFound: 'There is no such command.', notStarted: 'It cannot be run.' },
    goodbye: 'Ended with exit code {0}.',
    ...changes,
  });
  const start = (address: string) => {
    const child = spawn(process.execPath, [runner], {
      env: { PATH: process.env['PATH'], ELECTRON_RUN_AS_NODE: '1', AGENT_SECRETS_HANDOVER: address },
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
    }
    return { child, closed: once(child, 'close').then(([code]) => ({ code: code as unknown, said })) };
  };

  it('runs the program with its variables, without our own, and passes its exit code on', async () => {
    const script = `const { env } = process;
      console.log('SHOP_API_KEY' in env, 'ELECTRON_RUN_AS_NODE' in env, 'AGENT_SECRETS_HANDOVER' in env);
      process.exitCode = 4`;
    const { address, ended } = await offerOrder(order(script));
    expect(address).not.toContain(canary);
    expect(await start(address).closed).toEqual({
      code: 4,
      said: 'With your environment secrets.\ntrue false false\n',
    });
    await ended;
  });

  it('the run ends when its parent is killed', async () => {
    const { address, ended } = await offerOrder(
      order('console.log("ready"); setTimeout(() => process.exit(), 2000)'),
    );
    const { child } = start(address);
    await once(child.stdout, 'data');
    child.kill('SIGKILL');
    await expect(ended).resolves.toBeUndefined();
  });

  it('a name in a message cannot control the terminal', async () => {
    const { address, ended } = await offerOrder(
      order('', { notes: ['With a token of \u001B]0;Bank\u0007Bank.'] }),
    );
    expect(await start(address).closed).toEqual({ code: 0, said: 'With a token of ]0;BankBank.\n' });
    await ended;
  });

  it('says when there is no such command', async () => {
    const { address, ended } = await offerOrder(order('', { command: 'no-such-program' }));
    expect(await start(address).closed).toMatchObject({
      code: 127,
      said: expect.stringContaining('There is no such command.') as unknown,
    });
    await ended;
  });

  it('an order is given once: a late or unauthenticated request gets nothing', async () => {
    const { address, withdraw } = await offerOrder(order(''));
    const socket = connect(address.slice(address.indexOf(':') + 1));
    let heard = '';
    socket.on('data', (chunk: Buffer) => (heard += chunk.toString()));
    socket.write('some-other-word\n');
    await once(socket, 'close');
    expect(heard).toBe('');
    expect((await start(address).closed).code).toBe(0);
    const late = await start(address).closed;
    expect(late.code).toBe(2);
    expect(late.said).toContain('this run is over');
    withdraw();
  });

  it('an order that was not fetched is deleted with its folder', async () => {
    const { address, ended, withdraw } = await offerOrder(order(''));
    const folder = path.dirname(address.slice(address.indexOf(':') + 1));
    withdraw();
    await ended;
    expect(existsSync(folder) ? readdirSync(folder) : []).toEqual([]);
  });
});
