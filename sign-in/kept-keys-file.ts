import path from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Returns the file in which `agent-secrets login` stores keys; undefined if the process has no home folder.
 */
export function keptKeysFile(env: Environment): string | undefined {
  const base = env['XDG_CONFIG_HOME'] ?? below(homeOf(env), '.config');
  return below(base, 'agent-secrets', 'keys.json');
}

export function homeOf(env: Environment): string | undefined {
  return env['HOME'] ?? env['USERPROFILE'];
}

export function below(folder: string | undefined, ...names: readonly string[]): string | undefined {
  return folder ? path.join(folder, ...names) : undefined;
}

/** Normalizes a vault's address, so that each vault has one entry. */
export function normalizedVault(url: string): string {
  return URL.parse(url)?.href.replace(/\/$/, '') ?? url;
}
