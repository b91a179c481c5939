import { CliError } from '../../cli-error.ts';
import type { CliHost, VaultModule } from '../../cli-host.ts';

const oldestNode = 24;

/**
 * Runs `work` with the vault's own module; every `agent-secrets vault` command uses this. @throws CliError
 * with the vault's message, or with only the name of an error that is not meant for users
 */
export async function withVaultModule<T>(
  host: CliHost,
  work: (vault: VaultModule) => Promise<T>,
): Promise<T> {
  // Its database driver does not reject an older Node: it crashes without a message.
  if (host.nodeMajor < oldestNode) {
    throw new CliError(`The vault needs Node ${oldestNode} or newer; this is Node ${host.nodeMajor}.`);
  }
  const vault = load(host);
  try {
    return await work(vault);
  } catch (error) {
    if (error instanceof CliError) throw error;
    const sentence = vault.operator.sentenceOf(error);
    throw new CliError(sentence ?? `The vault failed: ${nameOf(error)}. Please report this.`);
  }
}

function load(host: CliHost): VaultModule {
  try {
    return host.loadVault();
  } catch (error) {
    throw new CliError(
      codeOf(error) === 'MODULE_NOT_FOUND'
        ? 'The vault is not installed with this program: vault.js is missing.'
        : `The vault could not be loaded: ${nameOf(error)}.`,
    );
  }
}

/** Identifies the error without its message, which may contain anything. */
function nameOf(error: unknown): string {
  const code = codeOf(error);
  const name = error instanceof Error ? error.name : typeof error;
  return code === undefined ? name : `${name} ${code}`;
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}
