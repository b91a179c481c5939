import { command } from './command.ts';
import type { OperatorTarget } from './target.ts';

/** Confirms the clock, in the vault that runs or in one that does not. @throws StartError */
export async function confirmClock(target: OperatorTarget): Promise<void> {
  await command(target, { do: 'confirm-clock' }, () => {});
}
