import { readFileSync } from 'node:fs';
import type { AppOptions } from './app.ts';
import type { Config } from './config.ts';
import { StartError } from './errors.ts';
import { createIdentityProvider } from './sign-in/index.ts';
import { checkOpenId } from './sign-in/settings.ts';

/** Whom people sign in with, as the file of the configuration says. @throws StartError */
export function readIdentityProvider({
  openId,
}: Pick<Config, 'openId'>): Pick<AppOptions, 'identityProvider'> {
  if (openId === undefined) return {};
  const settings = checkOpenId(parse(openId));
  return { identityProvider: createIdentityProvider(settings, { fetch, now: () => new Date() }) };
}

function parse(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    const reason = error instanceof SyntaxError ? 'is no JSON' : 'cannot be read';
    throw new StartError(`The file of the sign-in settings, ${path}, ${reason}.`, { cause: error });
  }
}
