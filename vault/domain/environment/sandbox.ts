import type {
  NewSandboxSession,
  SandboxEnvironment,
  SandboxSession,
} from '../../../contracts/vault-api/environment.ts';
import { newToken } from '../../crypto/index.ts';
import { ProblemError } from '../../errors/errors.ts';
import { audited, auditedReading } from '../audit/audit.ts';
import type { Caller } from '../callers/caller.ts';
import { openVariable, requireOwner } from './environment.ts';
import { verifyEnvironmentSecret, withSessionMac } from '../rows/row-macs.ts';
import { issueOnce, type Repeatable } from '../callers/idempotency.ts';
import { newSandboxId } from '../callers/find-caller.ts';
import { endSandboxSession } from '../people/credentials.ts';
import type { Vault } from '../context/vault.ts';

const defaultMinutes = 15;

/**
 * The token is returned only in the response and is never stored.
 * @throws ProblemError `NoUser`, `Conflict`, `KeyReused`
 */
export async function startSandbox(
  vault: Vault,
  caller: Caller,
  { minutes = defaultMinutes }: NewSandboxSession,
  key?: string,
): Promise<SandboxSession> {
  const call: Repeatable = { key, route: 'startSandbox', request: { minutes } };
  return audited(vault, caller, 'sandbox.start', async (tx, subject) => {
    const userId = requireOwner(caller);
    return issueOnce(vault, tx, caller, call, async () => {
      const token = newToken('sandbox');
      const now = vault.now();
      // A session lasts no longer than the key that starts it.
      const ends = Math.min(now.getTime() + minutes * 60_000, Date.parse(caller.expiresAt));
      const expiresAt = new Date(ends).toISOString();
      const session = withSessionMac(vault.keyring, {
        id: newSandboxId(vault, caller.id),
        accountId: caller.account.id,
        userId,
        digest: vault.keyring.digestToken(token),
        createdAt: now.toISOString(),
        expiresAt,
        revokedAt: null,
      });
      await tx.insertSession(session);
      subject.targetId = session.id;
      return { id: session.id, token, expiresAt };
    });
  });
}

/**
 * Ends one of the caller's own sessions early. Ending it twice is not an error.
 * @throws ProblemError `NotFound`
 */
export async function endSandbox(vault: Vault, caller: Caller, id: string): Promise<void> {
  await audited(vault, caller, 'sandbox.end', async (tx, subject) => {
    const sessions = await tx.listSessions(requireOwner(caller), { after: undefined, limit: mostSessions });
    const session = sessions.find((one) => one.id === id);
    if (!session) throw new ProblemError('NotFound', 'You have no sandbox session with this id.');
    subject.targetId = id;
    await endSandboxSession(vault, tx, session);
  });
}

/** All variables of the session's person, and of no one else, as committed at this moment. */
export async function readSandboxEnvironment(vault: Vault, caller: Caller): Promise<SandboxEnvironment> {
  return auditedReading(
    vault,
    caller,
    'environment.read',
    async (tx) => tx.readEnvironment(requireOwner(caller)),
    (found, subject) => {
      subject.targetId = caller.id;
      const variables: Record<string, string> = {};
      for (const readable of found) {
        verifyEnvironmentSecret(vault.keyring, readable.secret);
        variables[readable.secret.name] = openVariable(vault, readable);
      }
      return { variables };
    },
  );
}

const mostSessions = 10_000;
