import { connectControl, converse } from '../control/client.ts';
import type { ControlAnswer, ControlRequest } from '../control/messages.ts';
import { perform } from '../control/perform.ts';
import { isTaken, pathsIn } from '../setup/data-directory.ts';
import { OperatorError } from '../errors/errors.ts';
import { aloneWithVault } from './open-alone.ts';
import type { OperatorTarget } from './target.ts';

type OnAnswer = (answer: ControlAnswer) => void;

/**
 * Has the running vault perform the request. False if none is running.
 * @throws OperatorError, also if one is running but unreachable
 */
export async function askRunning(
  { dataDir }: OperatorTarget,
  request: ControlRequest,
  onAnswer: OnAnswer,
): Promise<boolean> {
  const { controlPath } = pathsIn(dataDir);
  const socket = await connectControl(controlPath);
  if (socket) {
    for await (const answer of converse(socket, request)) onAnswer(answer);
    return true;
  }
  if (!isTaken(dataDir)) return false;
  throw new OperatorError(
    `A process uses ${dataDir}, but does not answer at ${controlPath}. Stop it, or move the folder to a shorter path and restart the vault.`,
  );
}

/** The same, but opens a vault that is not running. */
export async function command(
  target: OperatorTarget,
  request: ControlRequest,
  onAnswer: OnAnswer,
): Promise<void> {
  if (await askRunning(target, request, onAnswer)) return;
  const nextRoot = request.do === 'rotate-root' ? request.setting : undefined;
  await aloneWithVault(target, nextRoot, async (operated) => {
    const { signal } = new AbortController();
    for await (const answer of perform(operated, request, signal)) onAnswer(answer);
  });
}
