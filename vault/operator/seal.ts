import { OperatorError } from '../errors/errors.ts';
import { askRunning } from './command.ts';
import type { OperatorTarget } from './target.ts';

/** Seals the running vault until it is restarted. @throws OperatorError if none is running */
export async function sealRunning(target: OperatorTarget): Promise<void> {
  if (await askRunning(target, { do: 'seal' }, () => {})) return;
  throw new OperatorError(`No vault is running on ${target.dataDir}, so there is nothing to seal.`);
}
