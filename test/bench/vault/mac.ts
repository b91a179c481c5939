import { createHmac, createSecretKey } from 'node:crypto';
import { createKeyring } from '../../../vault/crypto/index.ts';
import type { MacContent } from '../../../vault/crypto/mac.ts';

/**
 * What making and verifying a MAC costs, next to the first format: `node test/bench/vault/mac.ts`. The
 * formats alternate; the fastest of many short rounds counts, because other load on the machine only adds
 * time.
 */
const rounds = 100;
const callsPerRound = 2000;

const at = '2026-01-01T00:00:00.000Z';
const entry =
  `123456 ${at} acc_4fGh9Kd2 tok_8Zb3kQwE agent secret.read allowed STRIPE_KEY agent-a req-1`.split(' ');
const contents: Readonly<Record<'audit' | 'secret' | 'token', MacContent>> = {
  audit: [...entry, 3, [], [], Buffer.alloc(35, 9), null, null, null, null, '127.0.0.1'],
  secret: [...entry, 3, 3, null, null, null, null, 4, at, ['agent-a', 'agent-b', 'agent-c'], 7],
  token: [...entry, null, Buffer.alloc(32, 9), null, []],
};

const keyring = createKeyring({
  vaultId: 'vlt_4fGh9Kd2',
  seed: Buffer.alloc(32, 3),
  terms: new Map([[1, Buffer.alloc(32, 7)]]),
});
const firstKey = createSecretKey(Buffer.alloc(32, 5));

function firstFormat(purpose: string, content: MacContent): Buffer {
  const values = content.map((value) => (Buffer.isBuffer(value) ? value.toString('base64') : value));
  return createHmac('sha256', firstKey)
    .update(JSON.stringify([purpose, 'vlt_4fGh9Kd2', ...values]))
    .digest();
}

function microseconds(work: () => void): number {
  const started = performance.now();
  for (let call = 0; call < callsPerRound; call += 1) work();
  return ((performance.now() - started) / callsPerRound) * 1000;
}

const purposes = ['audit', 'secret', 'token'] as const;
const works = purposes.flatMap((purpose) => {
  const content = contents[purpose];
  const mac = keyring.mac(purpose, content);
  return [
    { name: `${purpose}, first format`, run: () => void firstFormat(purpose, content) },
    { name: `${purpose}, made`, run: () => void keyring.mac(purpose, content) },
    { name: `${purpose}, verified`, run: () => keyring.verifyMac(purpose, content, mac, 'a row') },
  ];
});
const best = new Map<string, number>();
for (let round = 0; round < rounds; round += 1) {
  for (const { name, run } of works) {
    best.set(name, Math.min(best.get(name) ?? Number.POSITIVE_INFINITY, microseconds(run)));
  }
}
for (const [name, figure] of best) process.stdout.write(`${name.padEnd(24)} ${figure.toFixed(2)} µs\n`);
