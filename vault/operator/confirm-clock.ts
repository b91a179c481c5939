import { command } from './command.ts';
import type { OperatorTarget } from './target.ts';

/** Confirms the clock, whether the vault is running or not. @throws OperatorError */
export async function confirmClock(target: OperatorTarget): Promise<void> {
  await command(target, { do: 'confirm-clock' }, () => {});
}
