import { StartError } from '../errors.ts';
import { askRunning } from './command.ts';
import type { OperatorTarget } from './target.ts';

/** Seals the vault that runs, until it is started again. @throws StartError when none runs */
export async function sealRunning(target: OperatorTarget): Promise<void> {
  if (await askRunning(target, { do: 'seal' }, () => {})) return;
  throw new StartError(`No vault runs on ${target.dataDir}: there is nothing to seal.`);
}
