import { CliError } from '../host/cli-error.ts';
import type { CliHost } from '../host/cli-host.ts';

/**
 * Asks for confirmation before a destructive action; `--yes` confirms in advance. `question` ends with a
 * question mark. @throws CliError if the user declines, or there is no terminal to ask on
 */
export async function confirm(
  { input }: Pick<CliHost, 'input'>,
  question: string,
  yes: boolean | undefined,
): Promise<void> {
  if (yes === true) return;
  if (!input.isTerminal)
    throw new CliError(`${question} Add --yes, because there is no terminal to ask for confirmation.`);
  const answer = await input.ask(`${question} [y/N] `, { hidden: false });
  if (!/^y(es)?$/i.test(answer.trim())) throw new CliError('Nothing was changed.');
}
