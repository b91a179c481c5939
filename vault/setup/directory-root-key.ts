import { linkSync, renameSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { RootKey } from '../crypto/index.ts';
import { OperatorError } from '../errors/errors.ts';
import { rootKeyOfSetting, syncDirectory, withSuccessor } from '../root-keys/index.ts';

/** A root key that will replace the one in use. */
export interface NextRootKey {
  readonly rootKey: RootKey;
  /**
   * Call this once the vault's keys are wrapped by the new root key; returns the root key to use from then
   * on.
   */
  readonly adopt: () => RootKey;
}

/** The root key file of a directory. A new file next to it takes effect once it wraps the vault's keys. */
export function keyInDirectory(path: string, create: boolean): RootKey {
  const current = rootKeyOfSetting(fileSetting(path), { create });
  const { rootKey: next, adopt } = newRootKeyIn(path, { create: false });
  return withSuccessor(current, next, () => {
    adopt();
    return current;
  });
}

/**
 * A new root key to replace the directory's. Call `adopt`, which swaps the files, once it wraps the vault's
 * keys.
 */
export function newRootKeyIn(
  path: string,
  { create }: { readonly create: boolean } = { create: true },
): { readonly rootKey: RootKey; readonly adopt: () => void } {
  const newPath = resolve(path, 'root.key.new');
  return {
    rootKey: rootKeyOfSetting(`file:${newPath}`, { create }),
    adopt: () => {
      keepFormer(resolve(path, 'root.key'));
      renameSync(newPath, resolve(path, 'root.key'));
      syncDirectory(path);
    },
  };
}

/** Older backups can be opened only with the former key. Copies are numbered, so that none is overwritten. */
function keepFormer(current: string): void {
  const inode = inodeOf(current);
  if (inode === undefined) return;
  let number = 1;
  const kept = () => `${current}.old-${String(number)}`;
  while (![inode, undefined].includes(inodeOf(kept()))) number += 1;
  if (inodeOf(kept()) === undefined) linkSync(current, kept());
}

function inodeOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.ino;
}

/**
 * The root key specified by a setting, or one in a new file in the directory, to replace the current one.
 * @throws OperatorError
 */
export function nextRootKey(
  path: string,
  current: RootKey,
  currentSetting: string | undefined,
  setting: string | undefined,
): NextRootKey {
  if (setting === (currentSetting ?? fileSetting(path)) && setting.startsWith('file:')) {
    throw new OperatorError('This root key is already in use. Choose another file.');
  }
  if (setting !== undefined) {
    const rootKey = rootKeyOfSetting(setting, { create: true });
    return { rootKey, adopt: () => rootKey };
  }
  if (currentSetting !== undefined) {
    throw new OperatorError(
      'The root key is not in the data directory. Set the new one with --root SETTING.',
    );
  }
  const { rootKey, adopt } = newRootKeyIn(path);
  return {
    rootKey,
    adopt: () => {
      adopt();
      return current;
    },
  };
}

/** The root key of a directory that a vault may be using; creates and replaces nothing. */
export function rootKeyBeside(path: string, rootKeySetting?: string): RootKey {
  if (rootKeySetting !== undefined) return rootKeyOfSetting(rootKeySetting, { create: false });
  const { rootKey: next } = newRootKeyIn(path, { create: false });
  const current = rootKeyOfSetting(fileSetting(path), { create: false });
  return withSuccessor(current, next, () => next);
}

function fileSetting(path: string): string {
  return `file:${resolve(path, 'root.key')}`;
}
