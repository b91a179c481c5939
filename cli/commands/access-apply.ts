import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { ChangedAccess } from '../../contracts/vault-api/access.ts';
import type { Identity } from '../../contracts/vault-api/identity.ts';
import { type AccessPlan, mapBounded, pairKey, readPlan } from '../../review/index.ts';
import { normalizedVault } from '../../sign-in/kept-keys-file.ts';
import { visible } from '../../contracts/visible-text.ts';
import { type VaultClient, VaultError } from '../../vault-client/index.ts';
import { CliError } from '../host/cli-error.ts';
import { countsOf, describePlan } from './access-plan/describe-plan.ts';
import { mostChanges } from './access-plan.ts';
import { type AddCommand, commandGroup } from './common/command.ts';
import { connectedCommand, type ConnectedOptions } from './common/connected-command.ts';
import { confirm, yesOption } from './common/options.ts';
import { readsAfter } from './report/read-log.ts';

interface ApplyOptions extends ConnectedOptions {
  readonly yes?: boolean;
}

/** `agent-secrets access apply` */
export const addAccessApply: AddCommand = (program, host, done) => {
  const command = commandGroup(program, 'access', 'which agents can read which secrets')
    .command('apply')
    .description('make the changes of a plan: all of them, or none if an access list has changed since')
    .argument('<file>', 'the plan, as `access plan` wrote it')
    .option(...yesOption);
  connectedCommand<ApplyOptions>(command, host, done, async ({ vault }, [file = ''], { yes }) => {
    const plan = await planIn(file, host.cwd);
    const identity = await vault.me();
    requireSamePlace(plan, identity, vault.url, file);
    if (plan.changes.length === 0) return { json: { lists: [] }, text: 'The plan changes nothing.' };
    await requireUnchanged(vault, plan);
    await requireUnread(vault, plan);
    host.note(describePlan(plan));
    await confirm(host, `Make these changes: ${countsOf(plan)}?`, yes);
    // A secret may have been read while the confirmation was pending.
    await requireUnread(vault, plan);
    const changed = await apply(vault, plan);
    return { json: changed, text: `Done: ${countsOf(plan)}.` };
  });
};

/** @throws CliError */
async function planIn(file: string, cwd: string): Promise<AccessPlan> {
  const text = await readFile(path.resolve(cwd, file), 'utf8').catch(() => undefined);
  if (text === undefined) throw new CliError(`The plan ${file} cannot be read. Check its path.`);
  const plan = readPlan(text);
  if (!plan)
    throw new CliError(
      `${file} is not a plan of this version. Write one with \`agent-secrets access plan\`.`,
    );
  if (plan.changes.length > mostChanges)
    throw new CliError(`A plan can change at most ${String(mostChanges)} secrets. Make a new plan.`);
  return plan;
}

/** @throws CliError */
function requireSamePlace(
  plan: AccessPlan,
  { accountId, accountName, role, rights }: Identity,
  url: string,
  file: string,
): void {
  const here = normalizedVault(url);
  if (plan.vault !== here)
    throw new CliError(
      `${file} is a plan for the vault ${plan.vault}, but you are using ${here}. Choose its vault with --vault URL.`,
    );
  if (plan.accountId !== accountId)
    throw new CliError(
      `${file} is a plan for the account ${plan.accountName} (${plan.accountId}), but your key belongs to ${accountName} (${accountId}). Use a key of that account.`,
    );
  if (!rights.includes('access:write'))
    throw new CliError(`The role ${role} cannot change access. Ask an account admin to apply the plan.`);
}

/** Names every list that has changed, which the vault's refusal does not. @throws CliError, VaultError */
async function requireUnchanged(vault: VaultClient, plan: AccessPlan): Promise<void> {
  const states = await mapBounded(plan.changes, async ({ secret, etag }) => {
    try {
      const list = await vault.access(plan.accountId, secret);
      return list.etag === etag ? undefined : `"${secret}"`;
    } catch (error) {
      if (error instanceof VaultError && error.code === 'SecretNotFound') return `"${secret}" (deleted)`;
      throw error;
    }
  });
  const changed = states.filter((state) => state !== undefined);
  if (changed.length > 0)
    throw new CliError(
      `Nothing was changed, because these access lists have changed since the plan was made: ${changed.join(', ')}. Make a new plan with \`agent-secrets access plan\`.`,
    );
}

/** A secret that was read since the plan was made is in use. @throws CliError, VaultError */
async function requireUnread(
  vault: VaultClient,
  { accountId, lastEntry, changes }: AccessPlan,
): Promise<void> {
  if (lastEntry === undefined) return;
  const attempts = await readsAfter(vault, accountId, lastEntry);
  if (attempts === undefined)
    throw new CliError(
      'Nothing was changed, because the audit log since the plan was made was pruned, so reads are unknown. Make a new plan with `agent-secrets access plan`.',
    );
  const used = changes.flatMap(({ secret, revoke }) =>
    revoke
      .filter(({ agent }) => attempts.has(pairKey(agent, secret)))
      .map(({ agent }) => `"${secret}" by ${agent}`),
  );
  if (used.length > 0)
    throw new CliError(
      `Nothing was changed, because these secrets have been read since the plan was created: ${used.join(', ')}. Make a new plan with \`agent-secrets access plan\`.`,
    );
}

/** @throws CliError, VaultError */
async function apply(vault: VaultClient, plan: AccessPlan): Promise<ChangedAccess> {
  const changes = plan.changes.map(({ secret: name, etag, revoke, grant }) => ({
    name,
    etag,
    ...(revoke.length > 0 && { revoke: agentsOf(revoke) }),
    ...(grant.length > 0 && { grant: agentsOf(grant) }),
  }));
  try {
    return await vault.changeManyAccessLists(plan.accountId, { changes });
  } catch (error) {
    if (!(error instanceof VaultError)) throw error;
    if (error.code === 'VersionConflict' || error.code === 'SecretNotFound')
      await requireUnchanged(vault, plan);
    const sentence = visible(error.message);
    if (error.code === 'SecondApproverNeeded')
      throw new CliError(`${sentence} Nothing was changed. A plan without --grant-used only revokes access.`);
    if (error.status !== undefined && error.status < 500)
      throw new CliError(`${sentence} Nothing was changed.`);
    throw new CliError(
      `${sentence} Either all changes were made, or none: run the same command again. If it reports changed access lists, they were made.`,
    );
  }
}

function agentsOf(changes: readonly { readonly agent: string }[]): string[] {
  return [...new Set(changes.map(({ agent }) => agent))];
}
