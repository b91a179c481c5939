import { checkpointsOf } from '../setup/checkpoint-sink.ts';
import { type Operated, operatedBy } from '../control/operated.ts';
import { type DataDirectory, takeDataDirectory } from '../setup/data-directory.ts';
import { openVault } from '../domain/open-vault.ts';
import type { Vault } from '../domain/context/vault.ts';
import { OperatorError } from '../errors/errors.ts';
import { signCheckpoints } from '../background/sign-checkpoints.ts';
import { openOptions, openStorage } from '../setup/open-storage.ts';
import { withSuccessor } from '../root-keys/index.ts';
import type { Storage } from '../storage/storage.ts';
import { type OperatorTarget, requireVault } from './open-beside.ts';

const quiet = { error() {}, info() {}, warn() {} };

/**
 * Opens a vault that is not running, runs `work` with it, signs its log and closes it; the vault cannot be
 * started in the meantime. If a rotation to `nextRoot` was interrupted, that root key opens the vault too.
 * @throws OperatorError
 */
export async function aloneWithVault<T>(
  target: OperatorTarget,
  nextRoot: string | undefined,
  work: (operated: Operated) => Promise<T>,
): Promise<T> {
  if (target.database === undefined) requireVault(target.dataDir);
  const directory = takeDataDirectory(target.dataDir, target.rootKey);
  try {
    const storage = await openStorage(directory, target);
    try {
      return await withOpen(await openAt(target, directory, storage, nextRoot), directory, target, work);
    } finally {
      await storage.close();
    }
  } finally {
    directory.release();
  }
}

async function openAt(
  target: OperatorTarget,
  directory: DataDirectory,
  storage: Storage,
  nextRoot: string | undefined,
): Promise<Vault> {
  const { accounts } = await storage.look((view) => view.figures());
  if (accounts === 0)
    throw new OperatorError('There is no vault yet. Create one with: agent-secrets vault init');
  const [sink] = checkpointsOf(target.checkpoints, directory.checkpointPath);
  const rootKey = nextRoot === undefined ? directory.rootKey : orNext(directory, nextRoot);
  const options = openOptions(storage, { ...directory, rootKey }, { accountName: '' }, sink);
  const vault = await openVault(options);
  const { sentence } = vault.seal;
  if (sentence !== undefined) throw new OperatorError(`The vault cannot be opened. ${sentence}`);
  return vault;
}

function orNext(directory: DataDirectory, setting: string) {
  const { rootKey } = directory.nextRootKey(setting);
  return withSuccessor(directory.rootKey, rootKey, () => rootKey);
}

async function withOpen<T>(
  vault: Vault,
  directory: DataDirectory,
  target: OperatorTarget,
  work: (operated: Operated) => Promise<T>,
): Promise<T> {
  const sinks = checkpointsOf(target.checkpoints, directory.checkpointPath);
  const signer = signCheckpoints(vault, sinks, quiet);
  try {
    return await work(operatedBy(vault, directory, target, signer));
  } finally {
    await signer.end();
  }
}
