import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** What a file exports; the file runs. Rejects with what it throws. */
export async function importModule(file: string): Promise<unknown> {
  return import(pathToFileURL(path.resolve(file)).href);
}
