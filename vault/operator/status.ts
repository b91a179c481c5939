import { describeStorage } from '../control/describe-storage.ts';
import type { VaultStatus } from '../control/messages.ts';
import { askRunning } from './command.ts';
import { movedNote } from '../domain/copy/copy-notes.ts';
import { openStorageBeside, type OperatorTarget } from './open-beside.ts';

/**
 * The status reported by the running vault; if it is not running, what can be determined without its root
 * key.
 * @throws OperatorError
 */
export async function vaultStatus(target: OperatorTarget): Promise<VaultStatus> {
  let status: VaultStatus | undefined;
  await askRunning(target, { do: 'status' }, (answer) => {
    if (answer.is === 'status') ({ status } = answer);
  });
  return status ?? stoppedStatus(target);
}

async function stoppedStatus(target: OperatorTarget): Promise<VaultStatus> {
  const storage = await openStorageBeside(target);
  try {
    const moved = await storage.rows.look(movedNote);
    return {
      state: 'stopped',
      ...(moved && { advice: `It was moved to ${moved.to} on ${moved.at}. Start it there.` }),
      ...(await describeStorage(storage)),
    };
  } finally {
    await storage.close();
  }
}
