import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { AppOptions } from './app.ts';
import type { Config } from './setup/config.ts';
import { OperatorError } from './errors/errors.ts';
import { createIdentityProvider } from './sign-in/index.ts';
import { checkOpenId } from './sign-in/settings.ts';
import { createWorkloadIssuers, isKeySet } from './sign-in/workload-issuers.ts';
import { checkWorkloadFile, type WorkloadIssuerSettings } from './sign-in/workload-settings.ts';

type SignInOptions = Pick<AppOptions, 'identityProvider' | 'workloadIssuers'>;

/** Reads the sign-in providers for people and workloads from the configured files. @throws OperatorError */
export function readSignIn({
  openId,
  workloadIssuers,
}: Pick<Config, 'openId' | 'workloadIssuers'>): SignInOptions {
  return {
    ...(openId !== undefined && {
      identityProvider: createIdentityProvider(checkOpenId(parse(openId, 'sign-in settings')), {
        fetch,
        now,
      }),
    }),
    ...(workloadIssuers !== undefined && {
      workloadIssuers: createWorkloadIssuers(readIssuers(workloadIssuers), { fetch, now, readKeysFile }),
    }),
  };
}

/** Files with keys are read once here, so that an invalid one is detected at startup. */
function readIssuers(file: string): readonly WorkloadIssuerSettings[] {
  return checkWorkloadFile(parse(file, 'workload issuers')).map((settings) => withKeysFile(settings, file));
}

function withKeysFile(settings: WorkloadIssuerSettings, file: string): WorkloadIssuerSettings {
  const { issuer, keysFile } = settings;
  if (keysFile === undefined) return settings;
  const found = path.resolve(path.dirname(file), keysFile);
  if (isKeySet(read(found, `keys of ${issuer}`))) return { ...settings, keysFile: found };
  throw new OperatorError(
    `The file with the keys of ${issuer}, ${found}, is not a set of public keys (JWKS).`,
  );
}

function now(): Date {
  return new Date();
}

const largestKeysFile = 262_144;

async function readKeysFile(file: string): Promise<string> {
  const text = await readFile(file, 'utf8');
  return text.length > largestKeysFile ? '' : text;
}

function parse(file: string, what: string): unknown {
  const text = read(file, what);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new OperatorError(`The ${what} file ${file} is not valid JSON.`, { cause: error });
  }
}

function read(file: string, what: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new OperatorError(`The ${what} file ${file} cannot be read.`, { cause: error });
  }
}
