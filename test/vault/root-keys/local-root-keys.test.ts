import { describe, expect, it } from 'vitest';
import { IntegrityError, type RootKey, RootKeyUnavailable } from '../../../vault/crypto/index.ts';
import { rootKeyOfSetting } from '../../../vault/root-keys/index.ts';
import { holdsToTheContract } from './root-key-contract.ts';

const key = Buffer.alloc(32, 7);
const passphrase = 'not-a-real-passphrase';

describe('a passphrase', () => {
  const open = (text = passphrase) =>
    rootKeyOfSetting('passphrase:prompt', { create: false, askPassphrase: async () => text });
  holdsToTheContract(open, 3);

  it('is refused when it is wrong, and requested again', async () => {
    const wrapped = await open().wrap(key, 'a');
    const answers = ['not-a-real-passphrasf', passphrase];
    const root = rootKeyOfSetting('passphrase:prompt', {
      create: false,
      askPassphrase: async () => answers.shift() ?? '',
    });
    await expect(root.unwrap(wrapped, 'a')).rejects.toThrow(IntegrityError);
    expect(await root.unwrap(wrapped, 'a')).toEqual(key);
    expect(answers).toEqual([]);
  });

  it('is the same for every Unicode composition of its letters', async () => {
    const wrapped = await open('not-a-real-caf\u00e9').wrap(key, 'a');
    expect(await open('not-a-real-cafe\u0301').unwrap(wrapped, 'a')).toEqual(key);
  });

  it('is requested twice when it is new, and rejected when the two differ', async () => {
    const asking = (...answers: string[]) => {
      const asked: string[] = [];
      const askPassphrase = async (question: string) => {
        asked.push(question);
        return answers.shift() ?? '';
      };
      return { asked, root: rootKeyOfSetting('passphrase:prompt', { create: true, askPassphrase }) };
    };
    const differing = asking(passphrase, `${passphrase} `);
    await expect(differing.root.wrap(key, 'a')).rejects.toThrow('differ');
    const same = asking(passphrase, passphrase);
    const wrapped = await same.root.wrap(key, 'a');
    expect(same.asked).toEqual(['New passphrase of the vault', 'Repeat the new passphrase']);
    const known = asking(passphrase);
    expect(await known.root.unwrap(wrapped, 'a')).toEqual(key);
    expect(known.asked).toEqual(['Passphrase of the vault']);
  });

  it('must not be short', async () => {
    await expect(open('short').wrap(key, 'a')).rejects.toThrow('at least 12 characters');
  });

  it('is taken from the environment, and removed there once it is read', async () => {
    const env = { PASS: passphrase, OTHER: 'x' };
    const root = rootKeyOfSetting('passphrase:env:PASS', { create: false, env });
    const wrapped = await root.wrap(key, 'a');
    expect(env).toEqual({ OTHER: 'x' });
    root.forget?.();
    expect(await root.unwrap(wrapped, 'a')).toEqual(key);
    const none = rootKeyOfSetting('passphrase:env:PASS', { create: false, env });
    await expect(none.unwrap(wrapped, 'a')).rejects.toThrow('PASS is not set');
  });

  it('does not report low memory as an edited record', async () => {
    const wrapped = await open().wrap(key, 'a');
    wrapped.writeUInt32BE(0xffffffff, 1);
    await expect(open().unwrap(wrapped, 'a')).rejects.toThrow(IntegrityError);
  });
});

describe('the keyring of the system (a fake of its package: an entry in memory)', () => {
  const fakeKeyring = (entries: Map<string, string>, broken?: string) => async () => ({
    AsyncEntry: class {
      readonly #id: string;
      constructor(service: string, name: string) {
        this.#id = `${service}/${name}`;
      }
      async getPassword() {
        if (broken) throw new Error(broken);
        return entries.get(this.#id);
      }
      async setPassword(text: string) {
        entries.set(this.#id, text);
      }
    },
  });
  const entries = new Map<string, string>();
  const open = (create = true): RootKey =>
    rootKeyOfSetting('keyring:main', { create, load: fakeKeyring(entries) });
  holdsToTheContract(open);

  it('creates a key only for a vault that has none', async () => {
    const load = fakeKeyring(new Map());
    const root = rootKeyOfSetting('keyring:main', { create: false, load });
    await expect(root.wrap(key, 'a')).rejects.toThrow('has no root key "main"');
    await expect(root.unwrap(Buffer.alloc(61), 'a')).rejects.toThrow(RootKeyUnavailable);
  });

  it('says what to do when there is no keyring', async () => {
    const load = fakeKeyring(new Map(), 'no secret service');
    const root = rootKeyOfSetting('keyring:main', { create: true, load });
    await expect(root.wrap(key, 'a')).rejects.toThrow(/no keyring .*no secret service.*use a key file/);
  });

  it('does not accept any text as a key', async () => {
    entries.set('agent-secrets-vault/other', 'rubbish');
    const root = rootKeyOfSetting('keyring:other', { create: true, load: fakeKeyring(entries) });
    await expect(root.wrap(key, 'a')).rejects.toThrow('is not a root key');
  });
});
