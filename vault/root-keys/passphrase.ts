import { argon2, createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import {
  rootFormat,
  type RootKey,
  RootKeyUnavailable,
  unwrapUnderKey,
  withFormat,
  withoutFormat,
  wrapUnderKey,
} from '../crypto/root-key.ts';
import { IntegrityError } from '../crypto/integrity-error.ts';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';

/**
 * Parameters for deriving a key from a passphrase. They are stored with each key that it wraps, so that they
 * can be strengthened later.
 */
interface Derivation {
  /** In KiB. */
  readonly memory: number;
  readonly passes: number;
  readonly parallelism: number;
  readonly salt: Buffer;
}

/** The second recommendation of RFC 9106, for machines that cannot spend 2 GiB on one key. */
const today = { memory: 65_536, passes: 3, parallelism: 4 };
/** An upper limit, so that an edited record cannot exhaust the machine's memory. */
const most = { memory: 1_048_576, passes: 16, parallelism: 16 };

const headerLength = 25;
const shortest = 12;

/**
 * A root key derived from a passphrase with Argon2id: `3 | memory 4 | passes 4 | parallelism 1 | salt 16 |
 * wrapped key`. `ask` is called on first use, and again after a wrong passphrase. It is called with `new` as
 * long as the passphrase has not opened anything, because a typo would then go unnoticed.
 */
export function passphraseKey(ask: (answer: 'known' | 'new') => Promise<string>): RootKey {
  let passphrase: Promise<string> | undefined;
  let derived = new Map<string, Promise<KeyObject>>();
  const fresh = { ...today, salt: randomBytes(16) };

  const forget = (): void => {
    passphrase = undefined;
    derived = new Map();
  };
  const keyOf = async (derivation: Derivation, answer: 'known' | 'new'): Promise<KeyObject> => {
    passphrase ??= ask(answer);
    const text = await passphrase;
    const id = encodeDerivation(derivation).toString('base64');
    const known = derived.get(id) ?? derive(text, derivation);
    derived.set(id, known);
    return known;
  };
  const orForget = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      forget();
      throw error;
    }
  };

  return {
    wrap: (key, label) =>
      orForget(async () => {
        const root = await keyOf(fresh, 'new');
        requireLength(await passphrase);
        const header = encodeDerivation(fresh);
        return withFormat(rootFormat.passphrase, Buffer.concat([header, wrapUnderKey(root, key, label)]));
      }),
    unwrap: (wrapped, label) =>
      orForget(async () => {
        const record = withoutFormat(rootFormat.passphrase, wrapped);
        const root = await keyOf(decodeDerivation(record), 'known');
        return unwrapUnderKey(root, record.subarray(headerLength), label);
      }),
    forget,
  };
}

function requireLength(passphrase: string | undefined): void {
  if ((passphrase?.length ?? 0) >= shortest) return;
  throw new RootKeyUnavailable(
    'refused',
    `The passphrase is too short to protect a vault. Use at least ${String(shortest)} characters.`,
  );
}

function derive(passphrase: string, { salt, ...cost }: Derivation): Promise<KeyObject> {
  return new Promise((resolve, reject) => {
    const message = Buffer.from(passphrase.normalize('NFC'));
    argon2('argon2id', { message, nonce: salt, ...cost, tagLength: 32 }, (error, key) => {
      message.fill(0);
      if (error) reject(error);
      else resolve(createSecretKey(key));
    });
  });
}

function encodeDerivation({ memory, passes, parallelism, salt }: Derivation): Buffer {
  const bytes = Buffer.alloc(headerLength - salt.length);
  bytes.writeUInt32BE(memory, 0);
  bytes.writeUInt32BE(passes, 4);
  bytes.writeUInt8(parallelism, 8);
  return Buffer.concat([bytes, salt]);
}

/** @throws IntegrityError */
function decodeDerivation(record: Buffer): Derivation {
  if (record.length < headerLength) throw new IntegrityError('a wrapped key');
  const memory = record.readUInt32BE(0);
  const passes = record.readUInt32BE(4);
  const parallelism = record.readUInt8(8);
  const sane =
    within(memory, 8 * parallelism, most.memory) &&
    within(passes, 1, most.passes) &&
    within(parallelism, 1, most.parallelism);
  if (!sane) throw new IntegrityError('a wrapped key');
  return { memory, passes, parallelism, salt: Buffer.from(record.subarray(9, headerLength)) };
}

function within(value: number, least: number, greatest: number): boolean {
  return value >= least && value <= greatest;
}

/** Prompts for a passphrase without echoing it. */
export async function promptOnTerminal(question: string): Promise<string> {
  const { stdin, stderr } = process;
  if (!stdin.isTTY) {
    throw new RootKeyUnavailable(
      'missing',
      'There is no terminal to ask for the passphrase. Use passphrase:file:PATH or passphrase:env:NAME.',
    );
  }
  stderr.write(`${question}: `);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: stdin, output: silent, terminal: true });
  try {
    return await lines.question('');
  } finally {
    lines.close();
    stderr.write('\n');
  }
}
