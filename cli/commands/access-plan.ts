import type { Identity } from '../../contracts/vault-api/identity.ts';
import {
  type AccessPlan,
  codeOf,
  type CodeOfPaths,
  failedSentence,
  type KnownAccess,
  mapBounded,
  type PlannedChange,
  planOf,
  type ReadLog,
  usageOf,
} from '../../review/index.ts';
import { normalizedVault } from '../../sign-in/kept-keys-file.ts';
import { visible } from '../../contracts/visible-text.ts';
import { type VaultClient, VaultError } from '../../vault-client/index.ts';
import { CliError, exitCodes } from '../host/cli-error.ts';
import type { CliHost } from '../host/cli-host.ts';
import { finalPath, replaceFile } from '../reporters/replace-file.ts';
import { toJson } from '../output/visible-text.ts';
import { describePlan } from './access-plan/describe-plan.ts';
import { type AddCommand, commandGroup } from './common/command.ts';
import { connectedCommand, type ConnectedOptions } from './common/connected-command.ts';
import { pathsArgument } from './common/options.ts';
import { nothingThere, unreadDaysOption } from './report.ts';
import { accessInVault } from './report/known-of-vault.ts';
import { readLogOf } from './report/read-log.ts';

interface PlanOptions extends ConnectedOptions {
  readonly out: string;
  readonly unreadDays: number;
  readonly grantUsed?: boolean;
}

/** The vault changes at most this many access lists in one request. */
export const mostChanges = 500;

/** `agent-secrets access plan` */
export const addAccessPlan: AddCommand = (program, host, done) => {
  const command = commandGroup(program, 'access', 'which agents can read which secrets')
    .command('plan')
    .description('write a plan of the access changes that a report suggests, without making them')
    .argument(...pathsArgument)
    .requiredOption('--out <file>', 'write the plan to this file; overwrites the file')
    .addOption(unreadDaysOption())
    .option('--grant-used', 'also grant access to secrets that the code reads without access');
  connectedCommand<PlanOptions>(command, host, done, async ({ vault }, paths, options) => {
    const { out, unreadDays, grantUsed = false } = options;
    const identity = await vault.me();
    requireRights(identity, unreadDays);
    if (grantUsed) await requireMayGrant(vault, identity);
    const found = codeOf(paths, host);
    if (found.isElsewhere) throw new CliError(nothingThere(paths, host.cwd));
    for (const file of found.failed) host.note(`error: ${failedSentence(file)}`);
    const { changes, log } = await changesFor(vault, identity, found, { unreadDays, grantUsed }, host);
    const plan: AccessPlan = {
      kind: 'agent-secrets-access-plan',
      version: 1,
      vault: normalizedVault(vault.url),
      accountId: identity.accountId,
      accountName: identity.accountName,
      plannedAt: host.now(),
      unreadDays,
      ...(log && { logSince: log.since, lastEntry: log.lastEntry }),
      changes: changes.slice(0, mostChanges),
    };
    await replaceFile(finalPath(out, host.cwd), toJson(plan), host, { shown: out });
    const rest = changes.length - plan.changes.length;
    if (rest > 0)
      host.note(
        `note: a plan changes at most ${String(mostChanges)} secrets. ${String(rest)} more need another plan after this one.`,
      );
    const code = found.failed.length > 0 ? exitCodes.couldNotRun : exitCodes.clean;
    return { json: plan, text: `${describePlan(plan)}\n\n${nextStep(plan, out)}`, code };
  });
};

function nextStep({ changes, logSince }: AccessPlan, out: string): string {
  if (changes.length > 0)
    return `Wrote the plan to ${visible(out)}. Review it, then run: agent-secrets access apply ${visible(out)}`;
  const log = logSince === undefined ? '' : ` The audit log covers the time since ${visible(logSince)}.`;
  return `Wrote an empty plan to ${visible(out)}.${log}`;
}

/** @throws CliError */
function requireRights({ role, rights }: Identity, unreadDays: number): void {
  if (!rights.includes('secrets:list'))
    throw new CliError(
      `The role ${role} cannot list the access of the account. Use the key of a reviewer or an account admin.`,
    );
  if (unreadDays > 0 && !rights.includes('audit:read'))
    throw new CliError(
      `The role ${role} cannot read the audit log. Use the key of a reviewer or an account admin, or add --unread-days 0 to plan by the code alone.`,
    );
}

/** Only account admins can see this setting. For others, the vault decides when the plan is applied. */
async function requireMayGrant(vault: VaultClient, { accountId, rights }: Identity): Promise<void> {
  if (!rights.includes('account:write') || !(await vault.account(accountId)).secondApprover) return;
  throw new CliError(
    'This account requires two approvers, so a plan cannot grant access. Leave --grant-used out, and request the access with `agent-secrets requests create`.',
  );
}

interface Wanted {
  readonly unreadDays: number;
  readonly grantUsed: boolean;
}

interface FoundChanges {
  readonly changes: readonly PlannedChange[];
  readonly log: ReadLog | undefined;
}

/**
 * The order matters: the access lists are read before the log, so a grant that the log does not show yet has
 * changed the list, and applying the plan fails.
 */
async function changesFor(
  vault: VaultClient,
  identity: Identity,
  { code }: CodeOfPaths,
  { unreadDays, grantUsed }: Wanted,
  host: CliHost,
): Promise<FoundChanges> {
  const { accountId } = identity;
  const ids = code.agents.map(({ agentId }) => agentId);
  const listed = await accessInVault(vault, identity, ids, host);
  const byCode = { code, unreadDays, now: host.now() };
  const candidates = planOf(usageOf({ ...byCode, access: listed }), { grantUsed, byCodeOnly: true });
  const lists = await mapBounded(candidates, ({ secret }) => listIfThere(vault, accountId, secret));
  const current = new Map(lists.filter((list) => list !== undefined).map((list) => [list.name, list]));
  const access = withLists(listed, current);
  const log = unreadDays === 0 ? undefined : await readLogOf(vault, accountId, unreadDays, host);
  const planned = planOf(usageOf({ ...byCode, access, log }), { grantUsed, byCodeOnly: unreadDays === 0 });
  const changes = planned.flatMap((change) => {
    const etag = current.get(change.secret)?.etag;
    return etag === undefined
      ? []
      : [{ secret: change.secret, etag, revoke: change.revoke, grant: change.grant }];
  });
  return { changes, log };
}

type List = Awaited<ReturnType<VaultClient['access']>>;

/** Undefined if the secret was deleted in the meantime. */
async function listIfThere(vault: VaultClient, accountId: string, secret: string): Promise<List | undefined> {
  try {
    return await vault.access(accountId, secret);
  } catch (error) {
    if (error instanceof VaultError && error.code === 'SecretNotFound') return undefined;
    throw error;
  }
}

/** Replaces what was listed first with the states that the plan is based on. */
function withLists({ agents, secrets }: KnownAccess, lists: ReadonlyMap<string, List>): KnownAccess {
  return {
    agents,
    secrets: secrets.map((secret) => {
      const list = lists.get(secret.name);
      if (!list) return secret;
      const untilOf = new Map((list.ends ?? []).map(({ agentId, until }) => [agentId, until]));
      return {
        ...secret,
        grants: list.agentIds.map((agentId) => ({ agentId, until: untilOf.get(agentId) })),
      };
    }),
  };
}
