import { readFileSync } from 'node:fs';
import { StartError } from '../errors.ts';
import { checkOpenId, type OpenIdSettings } from './settings.ts';

/** The settings in a file. @throws StartError */
export function readOpenId(path: string): OpenIdSettings {
  return checkOpenId(parse(path));
}

function parse(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    const reason = error instanceof SyntaxError ? 'is no JSON' : 'cannot be read';
    throw new StartError(`The file of the sign-in settings, ${path}, ${reason}.`, { cause: error });
  }
}
