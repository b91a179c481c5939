import { connectControl, converse } from '../control/client.ts';
import type { ControlAnswer, ControlRequest, ListedAccount, Rotated } from '../control/messages.ts';
import { perform } from '../control/perform.ts';
import { isTaken, pathsIn } from '../setup/data-directory.ts';
import { OperatorError } from '../errors/errors.ts';
import { aloneWithVault } from './open-alone.ts';
import type { OnProgress, OperatorTarget } from './open-beside.ts';

type OnAnswer = (answer: ControlAnswer) => void;

/**
 * Sends the request to the running vault. False if none is running.
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
    `A process is using ${dataDir} but is not responding at ${controlPath}. Stop it, or move the folder to a shorter path and restart the vault.`,
  );
}

/** Like {@link askRunning}, but opens a vault that is not running. */
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

/** Confirms the clock, whether the vault is running or not. @throws OperatorError */
export async function confirmClock(target: OperatorTarget): Promise<void> {
  await command(target, { do: 'confirm-clock' }, () => {});
}

/** Seals the running vault until it is restarted. @throws OperatorError if none is running */
export async function sealRunning(target: OperatorTarget): Promise<void> {
  if (await askRunning(target, { do: 'seal' }, () => {})) return;
  throw new OperatorError(`No vault is running on ${target.dataDir}, so there is nothing to seal.`);
}

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

/**
 * `root`: rewraps with the root key in `setting`, or with a new one in a file in the data directory. `seed`:
 * see `rotateSeed`.
 */
export type Rotation =
  | { readonly what: 'term' }
  | { readonly what: 'seed'; readonly endTokens: boolean }
  | { readonly what: 'root'; readonly setting: string | undefined };

/** Rotates keys, whether the vault is running or not; resumes an interrupted rotation. @throws OperatorError */
export async function rotateKeys(
  target: OperatorTarget,
  rotation: Rotation,
  onProgress: OnProgress,
): Promise<Rotated> {
  let rotated: Rotated | undefined;
  await command(target, requestOf(rotation), (answer) => {
    if (answer.is === 'progress') onProgress(answer.phase, answer.done, answer.of);
    if (answer.is === 'rotated') rotated = answer;
  });
  if (rotated) return rotated;
  throw new OperatorError('The rotation stopped before it was complete. Run the same command again.');
}

function requestOf(rotation: Rotation) {
  if (rotation.what === 'term') return { do: 'rotate-term' } as const;
  if (rotation.what === 'seed') return { do: 'rotate-seed', endTokens: rotation.endTokens } as const;
  const { setting } = rotation;
  return { do: 'rotate-root', ...(setting !== undefined && { setting }) } as const;
}

/** A new account: its id, and the file with the key of its first admin. */
export interface NewAccount {
  readonly id: string;
  readonly keyFile: string;
}

/** Creates an account, whether the vault is running or not. @throws OperatorError */
export async function newAccount(target: OperatorTarget, name: string): Promise<NewAccount> {
  let made: NewAccount | undefined;
  await command(target, { do: 'new-account', name }, (answer) => {
    if (answer.is === 'account-made') made = { id: answer.id, keyFile: answer.path };
  });
  if (made !== undefined) return made;
  throw new OperatorError(
    'The vault stopped before it confirmed the new account. Check whether it exists with: agent-secrets vault accounts',
  );
}

/** Every account of the vault, in the order in which they were created. @throws OperatorError */
export async function listAccounts(target: OperatorTarget): Promise<readonly ListedAccount[]> {
  const accounts: ListedAccount[] = [];
  await command(target, { do: 'accounts' }, (answer) => {
    if (answer.is === 'accounts') accounts.push(...answer.accounts);
  });
  return accounts.toSorted((one, other) => Date.parse(one.createdAt) - Date.parse(other.createdAt));
}
