import { randomUUID } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { mkdir, open, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { visible } from '../../contracts/visible-text.ts';
import { CliError } from '../host/cli-error.ts';
import type { CliHost } from '../host/cli-host.ts';

/** Returns the path to write to, with the symbolic links of the file and its folders resolved. */
export function finalPath(file: string, cwd: string): string {
  const absolute = path.resolve(cwd, file);
  try {
    return realpathSync(absolute);
  } catch {
    const folder = path.dirname(absolute);
    return folder === absolute ? absolute : path.join(finalPath(folder, cwd), path.basename(absolute));
  }
}

/**
 * Writes a file so that it has either its old content or the whole new one, even if this process is
 * interrupted, and leaves no other file if a signal ends this process. Creates its folder. Writes directly to a device or a pipe. `shown` is its name for the user.
 * @throws CliError
 */
export async function replaceFile(
  file: string,
  text: string,
  { uninterrupted }: Pick<CliHost, 'uninterrupted'>,
  { shown, kind = 'report' }: { readonly shown: string; readonly kind?: string },
): Promise<void> {
  try {
    const existing = await stat(file).catch(() => undefined);
    if (existing?.isDirectory() === true) throw Object.assign(new Error(), { code: 'EISDIR' });
    if (existing !== undefined && !existing.isFile()) return await writeFile(file, text);
    await mkdir(path.dirname(file), { recursive: true });
    await uninterrupted(() => replaceRegular(file, text, existing?.mode));
  } catch (error) {
    throw new CliError(`The ${kind} ${visible(shown)} cannot be written: ${reasonOf(error)}`);
  }
}

async function replaceRegular(file: string, text: string, mode: number | undefined): Promise<void> {
  const temporary = path.join(path.dirname(file), `.agent-secrets-${randomUUID()}.tmp`);
  try {
    const handle = await open(temporary, 'wx');
    try {
      if (mode !== undefined) await handle.chmod(mode & 0o777);
      await handle.writeFile(text);
      // Otherwise, a power failure after the rename could leave an empty file.
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
}

/** Node's own message names the temporary file, which the user does not know. */
function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return (
    reasons[code] ?? `the system reports ${code === '' ? 'an unknown error' : code}. Choose another file.`
  );
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'permission denied. Choose a folder that you can write to.',
  EPERM: 'permission denied. Choose a folder that you can write to.',
  EROFS: 'its file system is read-only. Choose another folder.',
  EISDIR: 'it is a folder. Add a file name.',
  EEXIST: 'a part of its path is a file, not a folder. Choose another folder.',
  ENOTDIR: 'a part of its path is a file, not a folder. Choose another folder.',
  ENOSPC: 'the disk is full. Free some space, or choose another folder.',
  EDQUOT: 'your disk quota is used up. Free some space, or choose another folder.',
  ENAMETOOLONG: 'its name is too long. Choose a shorter one.',
};
