import { OperatorError } from '../errors/errors.ts';
import { command } from './command.ts';
import type { OperatorTarget } from './target.ts';

/**
 * Issues a new admin key, for the first account by default, whether the vault is running or not. Returns the
 * path of its file.
 * @throws OperatorError
 */
export async function newAdminKey(target: OperatorTarget, account?: string): Promise<string> {
  let path: string | undefined;
  await command(target, { do: 'new-admin-key', ...(account !== undefined && { account }) }, (answer) => {
    if (answer.is === 'key-kept') ({ path } = answer);
  });
  if (path !== undefined) return path;
  throw new OperatorError('The vault stopped before it had created a key. Run the same command again.');
}
