import { VaultError } from '../../../vault-client/index.ts';
import { CliError } from '../../cli-error.ts';
import { visible } from '../../output/visible-text.ts';

/** What a role may not ask of the whole account it may ask of one agent: a refusal names that way. @throws CliError, VaultError */
export async function withAuthorHint<T>(asked: Promise<T>, way: string): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    if (!(error instanceof VaultError) || error.code !== 'Forbidden') throw error;
    throw new CliError(`${visible(error.message)} ${way}`);
  }
}
