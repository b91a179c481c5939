import type { AuditAction } from '../../../contracts/audit-actions.ts';
import { type EnvironmentsProblem, environmentsProblem } from '../../../contracts/environments.ts';
import type { Account, AccountChange } from '../../../contracts/vault-api/accounts.ts';
import { ProblemError } from '../../errors/errors.ts';
import type { AccountRecord } from '../../storage/records.ts';
import { environmentsText } from '../../storage/environments-text.ts';
import type { View } from '../../storage/storage.ts';
import { verifyAccount, withAccountMac } from '../rows/row-macs.ts';
import { audited, auditedLook } from '../audit/audit.ts';
import type { Caller } from '../callers/caller.ts';
import { type ExpectedTag, requireTag, tagOfAccount } from '../input/tags.ts';
import { requireReadable } from '../input/texts.ts';
import type { Vault } from '../context/vault.ts';

export async function readAccount(vault: Vault, caller: Caller): Promise<Account> {
  return auditedLook(vault, caller, 'account.read', async (view) =>
    toAccount(await findAccount(vault, view, caller)),
  );
}

/**
 * Renames the caller's account, turns the vault on or off for it (effective with the very next read), or sets
 * whether requests need a second approver, whether assistants may be used, and the naming rule of its
 * environments.
 * @throws ProblemError `VersionConflict`, `InvalidInput`
 */
export async function changeAccount(
  vault: Vault,
  caller: Caller,
  change: AccountChange,
  expected: ExpectedTag,
): Promise<Account> {
  return audited(vault, caller, actionOf(change), async (tx, subject) => {
    const account = await findAccount(vault, tx, caller);
    requireTag(tagOfAccount(account), expected, 'The account');
    requireReadable(change.name, 'The name');
    requireEnvironments(change.environments);
    const { name = account.name, vaultEnabled = account.vaultEnabled } = change;
    const { secondApprover = account.secondApprover, assistants = account.assistants } = change;
    const { environments = account.environments } = change;
    const wanted = { name, vaultEnabled, secondApprover, assistants, environments };
    if (isSame(account, wanted)) return toAccount(account);
    const revision = account.revision + 1;
    const changed = withAccountMac(vault.keyring, { ...account, ...wanted, revision });
    await tx.updateAccount(changed);
    Object.assign(subject, { targetId: account.id, revision });
    await tx.bumpCatalogVersion(account.id);
    await tx.appendEvent(account.id, { type: 'people-changed' });
    return toAccount(changed);
  });
}

type Settings = Pick<
  AccountRecord,
  'name' | 'vaultEnabled' | 'secondApprover' | 'assistants' | 'environments'
>;

function isSame(one: Settings, other: Settings): boolean {
  return (
    one.name === other.name &&
    one.vaultEnabled === other.vaultEnabled &&
    one.secondApprover === other.secondApprover &&
    one.assistants === other.assistants &&
    environmentsText(one.environments) === environmentsText(other.environments)
  );
}

/**
 * Separate actions, so that the log shows at a glance who allowed a single admin to grant access again, or
 * assistants to be used.
 */
function actionOf({ secondApprover, assistants }: AccountChange): AuditAction {
  if (secondApprover === undefined) {
    if (assistants === undefined) return 'account.change';
    return assistants ? 'account.assistants-on' : 'account.assistants-off';
  }
  return secondApprover ? 'account.second-approver-on' : 'account.second-approver-off';
}

/** @throws ProblemError `InvalidInput` */
function requireEnvironments(environments: AccountChange['environments'] = []): void {
  for (const { name, suffix } of environments) {
    requireReadable(name, 'The name of an environment');
    requireReadable(suffix, 'The suffix of an environment');
  }
  const problem = environmentsProblem(environments);
  if (problem === undefined) return;
  throw new ProblemError('InvalidInput', environmentsSentence[problem]);
}

const words = 'must have 1 to 40 printable characters, without leading or trailing spaces.';
const environmentsSentence: Readonly<Record<EnvironmentsProblem, string>> = {
  'too-many': 'An account can have at most 8 environments.',
  'bad-name': `The name of an environment ${words}`,
  'bad-suffix': `The suffix of an environment ${words}`,
  'same-name': 'Two environments have the same name.',
  'same-suffix': 'Two environments have the same suffix.',
};

/** The caller's account as this transaction sees it. @throws ProblemError `NotFound` */
export async function findAccount(
  vault: Vault,
  view: Pick<View, 'findAccount'>,
  caller: Caller,
): Promise<AccountRecord> {
  const account = await view.findAccount(caller.account.id);
  if (!account) throw new ProblemError('NotFound', 'The account does not exist.');
  vault.seal.verifyOnce(account, () => verifyAccount(vault.keyring, account));
  return account;
}

function toAccount(account: AccountRecord): Account {
  const { id, name, vaultEnabled, secondApprover, assistants, createdAt, revision } = account;
  const environments = [...account.environments];
  return { id, name, vaultEnabled, secondApprover, assistants, environments, createdAt, revision };
}
