import { setTimeout as sleep } from 'node:timers/promises';
import type { Actor } from '../domain/audit/audit.ts';
import { issueAdminKey, makeAccount } from '../domain/people/first-admin.ts';
import { confirmClock, sealVault } from '../domain/keys/operator-decisions.ts';
import { clockAdvice } from '../domain/context/trusted-clock.ts';
import { rotateRootKey } from '../domain/keys/rotate-root.ts';
import { rotateSeed } from '../domain/keys/rotate-seed.ts';
import { rotateTerm } from '../domain/keys/rotate-term.ts';
import { verifyAccount } from '../domain/rows/row-macs.ts';
import { isStorable } from '../domain/input/texts.ts';
import { OperatorError } from '../errors/errors.ts';
import { exportLog, placeOf, pruneSegments, sealLog } from './keep-log.ts';
import { daysAgo } from '../domain/audit/prune-log.ts';
import { describeStorage } from './describe-storage.ts';
import type { ControlAnswer, ControlRequest, VaultStatus } from './messages.ts';
import type { Operated } from './operated.ts';

/**
 * Performs an operator's request and yields its progress. `signal` stops long-running work between two steps;
 * repeating the request resumes it.
 * @throws OperatorError and other errors with a sentence for the operator
 */
export async function* perform(
  operated: Operated,
  request: ControlRequest,
  signal: AbortSignal,
): AsyncGenerator<ControlAnswer> {
  switch (request.do) {
    case 'status':
      yield { is: 'status', status: await statusOf(operated) };
      return;
    case 'seal':
      await seal(operated);
      yield { is: 'done' };
      return;
    case 'checkpoint':
      requireOpen(operated);
      await operated.signNow();
      yield { is: 'done' };
      return;
    case 'new-admin-key':
      requireOpen(operated);
      yield { is: 'key-kept', path: await newAdminKey(operated, request.account) };
      return;
    case 'new-account':
      requireOpen(operated);
      yield { is: 'account-made', ...(await newAccount(operated, request.name)) };
      return;
    case 'accounts':
      requireOpen(operated);
      yield* listAccounts(operated);
      return;
    case 'confirm-clock':
      requireOpen(operated);
      await confirmClock(operated.vault, await operatorOf(operated.vault));
      yield { is: 'done' };
      return;
    case 'audit-seal':
      requireOpen(operated);
      yield* sealLog(operated, signal);
      return;
    case 'audit-export':
      requireOpen(operated);
      yield* exportLog(operated, placeOf(operated, request.to), signal);
      return;
    case 'audit-prune': {
      requireOpen(operated);
      requireTrustedClock(operated);
      const options = { place: placeOf(operated, request.from), actor: await operatorOf(operated.vault) };
      yield* pruneSegments(
        operated,
        { ...options, before: daysAgo(operated.vault, request.keepDays) },
        signal,
      );
      return;
    }
    case 'rotate-term':
      requireOpen(operated);
      yield* rotateTerms(operated, signal);
      return;
    case 'rotate-seed':
      requireOpen(operated);
      yield* rotateSeeds(operated, request.endTokens === true, signal);
      return;
    case 'rotate-root':
      requireOpen(operated);
      yield* rotateRoot(operated, request.setting);
      return;
  }
}

async function statusOf({ vault, rootKeyKind, serving }: Operated): Promise<VaultStatus> {
  const stored = await describeStorage(vault.storage, vault.clock);
  const { reason, sentence = '' } = vault.seal;
  return {
    state: reason === undefined ? 'open' : 'sealed',
    ...(reason !== undefined && { sealed: { reason, sentence } }),
    ...(vault.seal.rootReplaced && {
      advice: 'The root key was replaced. Restart this vault with the new one.',
    }),
    ...(serving && {
      address: serving.address,
      process: { id: serving.processId, startedAt: serving.startedAt },
    }),
    ...stored,
    rootKey: rootKeyKind(),
  };
}

/** A vault that the operator seals must stay sealed, even if it was already sealed for another reason. */
async function seal({ vault }: Operated): Promise<void> {
  if (vault.seal.reason !== undefined) vault.seal.seal('operator');
  else await sealVault(vault, await operatorOf(vault));
}

/**
 * If the key is written to its file but then cannot be stored, the file has no effect: the vault does not
 * recognize the key.
 */
async function newAdminKey(
  { vault, keepAdminKey }: Operated,
  accountId: string | undefined,
): Promise<string> {
  let path = '';
  await issueAdminKey(vault, await operatorOf(vault, accountId), (id, key) => {
    path = keepAdminKey(id, key);
  });
  return path;
}

async function newAccount(
  { vault, keepAdminKey }: Operated,
  name: string,
): Promise<{ readonly id: string; readonly path: string }> {
  const isName = name.trim() === name && isStorable(name) && /^\P{C}{1,128}$/u.test(name);
  if (!isName) {
    throw new OperatorError(
      'A name must have 1 to 128 printable characters, without leading or trailing spaces. Choose another one.',
    );
  }
  const id = vault.newId('acc');
  let path = '';
  await makeAccount(vault, { id, name }, operator, (keyId, key) => {
    path = keepAdminKey(keyId, key);
  });
  return { id, path };
}

const accountsAtOnce = 100;

/** Uses pages, because a line on the socket has a maximum length. */
async function* listAccounts({ vault }: Operated): AsyncGenerator<ControlAnswer> {
  for (let after: string | undefined; ;) {
    const page = { after, limit: accountsAtOnce };
    const accounts = await vault.storage.look((view) => view.listAccounts(page));
    for (const account of accounts) verifyAccount(vault.keyring, account);
    const listed = accounts.map(({ id, name, createdAt, vaultEnabled }) => ({
      id,
      name,
      createdAt,
      vaultEnabled,
    }));
    yield { is: 'accounts', accounts: listed };
    if (accounts.length < accountsAtOnce) return;
    after = accounts.at(-1)?.id;
  }
}

function requireOpen({ vault }: Operated): void {
  const { sentence } = vault.seal;
  if (sentence !== undefined) throw new OperatorError(`The vault is sealed. ${sentence}`);
}

function requireTrustedClock({ vault: { clock } }: Operated): void {
  if (!clock.mayDestroy) throw new OperatorError(clockAdvice(clock.aheadMilliseconds));
}

const operator = { actorId: 'operator', actorRole: 'vault', requestId: 'control' } as const;

/** The operator of an account; by default, of the first one. */
async function operatorOf({ storage }: Operated['vault'], id?: string): Promise<Actor> {
  const account = await storage.look((view) =>
    id === undefined ? view.firstAccount() : view.findAccount(id),
  );
  if (!account && id !== undefined) {
    throw new OperatorError(
      'There is no account with this id. List the accounts with: agent-secrets vault accounts',
    );
  }
  return { ...operator, accountId: account?.id ?? 'vault' };
}

/** Other processes may still use old terms, so these are destroyed only in a second pass. */
async function* rotateTerms(operated: Operated, signal: AbortSignal): AsyncGenerator<ControlAnswer> {
  const { vault, settleMilliseconds } = operated;
  const { secrets } = await vault.storage.look((view) => view.figures());
  let before = 0;
  for (const destroy of settleMilliseconds > 0 ? [false, true] : [true]) {
    const kept: number[] = [];
    for await (const step of rotateTerm(vault, await operatorOf(vault), { destroy })) {
      const { phase, term, damaged } = step;
      const wrapped = before + step.wrapped;
      if (phase === 'kept') kept.push(term);
      if (phase !== 'done') yield { is: 'progress', phase, done: wrapped, of: Math.max(secrets, wrapped) };
      else if (destroy) yield { is: 'rotated', wrapped, damaged, term, kept };
      else before = wrapped;
      if (signal.aborted) return;
    }
    if (!destroy) yield* settle(settleMilliseconds, signal);
  }
}

/** While other processes may still accept the old seed, waits until they no longer do. */
async function* rotateSeeds(
  { vault, signNow, settleMilliseconds }: Operated,
  endsTokens: boolean,
  signal: AbortSignal,
): AsyncGenerator<ControlAnswer> {
  for await (const step of rotateSeed(vault, await operatorOf(vault), { endsTokens })) {
    const { phase, generation, renewed, damaged, ended } = step;
    if (phase !== 'done') {
      yield { is: 'progress', phase, done: phase === 'ending' ? ended : renewed };
      if (signal.aborted) return;
      continue;
    }
    // From now on, checkpoints outside the database name the new seed.
    await signNow().catch(() => undefined);
    if (settleMilliseconds > 0) yield* settle(settleMilliseconds, signal);
    yield { is: 'rotated', wrapped: renewed, damaged, kept: [], seed: generation, ended };
  }
}

async function* settle(milliseconds: number, signal: AbortSignal): AsyncGenerator<ControlAnswer> {
  const seconds = Math.ceil(milliseconds / 1000);
  for (let done = 0; done < seconds; done += 1) {
    yield { is: 'progress', phase: 'settling', done, of: seconds };
    await sleep(milliseconds / seconds, undefined, { signal });
  }
}

async function* rotateRoot(
  { vault, nextRootKey }: Operated,
  setting: string | undefined,
): AsyncGenerator<ControlAnswer> {
  const next = nextRootKey(setting);
  for await (const { wrapped, of, done } of rotateRootKey(vault, await operatorOf(vault), next.rootKey)) {
    // Must precede the report: the client may have disconnected, and then the code after the report does not
    // run.
    if (done) vault.seal.rootKey = next.adopt();
    if (done) yield { is: 'rotated', wrapped, damaged: 0, kept: [] };
    else yield { is: 'progress', phase: 'wrapping', done: wrapped, of };
  }
}
