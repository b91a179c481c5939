import { VaultError } from '../../../vault-client/index.ts';
import { CliError } from '../../cli-error.ts';
import { visible } from '../../output/visible-text.ts';

/**
 * A role that can't query the whole account may still query a single agent: a refusal mentions that option.
 * @throws CliError, VaultError
 */
export async function withAuthorHint<T>(asked: Promise<T>, way: string): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    if (!(error instanceof VaultError) || error.code !== 'Forbidden') throw error;
    throw new CliError(`${visible(error.message)} ${way}`);
  }
}
