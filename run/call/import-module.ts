import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** Runs a file and returns its exports. Rejects with what it throws. */
export async function importModule(file: string): Promise<unknown> {
  return import(pathToFileURL(path.resolve(file)).href);
}
