import { CliError } from '../../cli-error.ts';
import type { CliHost, VaultModule } from '../../cli-host.ts';

const oldestNode = 24;

/**
 * Runs `work` with the vault's own module; every command of `agent-secrets vault` goes through here.
 * @throws CliError with the vault's sentence, or with the name alone of what was not written for people
 */
export async function withVaultModule<T>(
  host: CliHost,
  work: (vault: VaultModule) => Promise<T>,
): Promise<T> {
  // Its database driver does not refuse an older Node: it crashes there, without a word.
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

/** What the error is, without its message: that may hold anything. */
function nameOf(error: unknown): string {
  const code = codeOf(error);
  const name = error instanceof Error ? error.name : typeof error;
  return code === undefined ? name : `${name} ${code}`;
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}
