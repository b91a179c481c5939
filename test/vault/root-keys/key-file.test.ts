import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { keyFile, newKeyText } from '../../../vault/root-keys/key-file.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vault-key-file-'));
  path = join(folder, 'root.key');
  writeFileSync(path, `${newKeyText()}\n`);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

const use = (mode: number) => {
  chmodSync(path, mode);
  return keyFile(path, { create: false }).wrap(Buffer.alloc(32), 'a');
};

describe('a root key in a file', () => {
  it.each([0o600, 0o400])('is used when only its owner can read it (%o)', async (mode) => {
    await expect(use(mode)).resolves.toBeInstanceOf(Buffer);
  });

  it.each([0o640, 0o440, 0o604])('is refused when others can read it (%o)', async (mode) => {
    await expect(use(mode)).rejects.toThrow('Others can read the root key');
  });
});

describe('a root key passed by systemd as a credential', () => {
  beforeEach(() => vi.stubEnv('CREDENTIALS_DIRECTORY', folder));

  it('is used, although the ACL that lets the service read it looks like group access', async () => {
    await expect(use(0o440)).resolves.toBeInstanceOf(Buffer);
  });

  it('is refused when everyone can read it, or its group can change it', async () => {
    await expect(use(0o444)).rejects.toThrow('Others can read the root key');
    await expect(use(0o460)).rejects.toThrow('Others can read the root key');
  });

  it('is not just any file of the machine', async () => {
    vi.stubEnv('CREDENTIALS_DIRECTORY', '');
    await expect(use(0o440)).rejects.toThrow('Others can read the root key');
    vi.stubEnv('CREDENTIALS_DIRECTORY', join(folder, 'credentials'));
    await expect(use(0o440)).rejects.toThrow('Others can read the root key');
  });
});
