import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { SegmentPlaceError } from '../domain/audit/segment-place-error.ts';
import type { SegmentPlace } from '../domain/audit/segment-place.ts';
import { syncDirectory } from '../root-keys/index.ts';
import { OperatorError } from '../errors/errors.ts';
import { s3Place } from './s3.ts';

/** A folder (mode 0700), created if missing; its files have mode 0600. */
export function folderPlace(path: string): SegmentPlace {
  return {
    name: path,
    async put(name, bytes) {
      // The name is fixed, so that leftovers of a killed process are overwritten.
      const part = join(path, `${name}.part`);
      try {
        await mkdir(path, { recursive: true, mode: 0o700 });
        await write(part, bytes);
        await rename(part, join(path, name));
        syncDirectory(path);
      } catch (error) {
        await rm(part, { force: true }).catch(() => undefined);
        throw failure(path, 'cannot be written', error);
      }
    },
    async get(name, limit) {
      try {
        const found = await stat(join(path, name));
        if (found.size > limit) return Buffer.alloc(0);
        const file = await open(join(path, name), 'r');
        try {
          return await file.readFile();
        } finally {
          await file.close();
        }
      } catch (error) {
        if (codeOf(error) === 'ENOENT') return undefined;
        throw failure(path, 'cannot be read', error);
      }
    },
  };
}

async function write(path: string, bytes: Buffer): Promise<void> {
  const file = await open(path, 'w', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

function failure(path: string, what: string, cause: unknown): SegmentPlaceError {
  return new SegmentPlaceError(`The folder ${path} ${what} (${codeOf(cause) ?? 'unknown'}).`, { cause });
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}

/** Opens the absolute path of a folder, or `s3://BUCKET/PREFIX`. @throws OperatorError */
export function openSegmentPlace(setting: string, env: NodeJS.ProcessEnv = process.env): SegmentPlace {
  if (isAbsolute(setting)) return folderPlace(setting);
  if (setting.startsWith('s3://') && URL.canParse(setting)) return s3Place(setting, env);
  throw new OperatorError('The store for log segments must be an absolute path or s3://BUCKET/PREFIX.');
}
