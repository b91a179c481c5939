import { IntegrityError, looksLikeToken } from '../../crypto/index.ts';
import { ProblemError } from '../../errors/errors.ts';
import { recordDecision } from '../audit/audit.ts';
import { recordWithoutKey } from '../audit/record-anonymous.ts';
import type { Caller, Sender } from '../callers/caller.ts';
import { bearerOf, committedKeys, findCaller, type FoundCaller } from '../callers/find-caller.ts';
import { withKnownTerms } from '../context/refresh-keys.ts';
import { recentKey, type Vault } from '../context/vault.ts';

/** A credential, well-formed or not, that this vault does not recognize. */
export class UnknownKey extends ProblemError {
  constructor() {
    super('Unauthenticated', 'The vault does not recognize this key.');
  }
}

/**
 * Queries storage for every request, so that a revoked token fails on the very next one.
 * @throws ProblemError `Unauthenticated`, `CredentialExpired`, `AddressNotAllowed`; {@link UnknownKey};
 *   IntegrityError if a row that identifies the key was edited, so that its owner is unknown
 */
export async function authenticate(
  vault: Vault,
  token: string | undefined,
  requestId: string,
  address: string | null = null,
): Promise<Caller> {
  if (token === undefined) {
    throw new ProblemError(
      'Unauthenticated',
      'Send a key of this vault in the header Authorization or X-API-KEY.',
    );
  }
  if (!looksLikeToken(token)) throw new UnknownKey();
  const kind = token.startsWith(sandboxPrefix) ? 'sandbox' : 'token';
  const found = await withKnownTerms(vault, () => {
    const digests = vault.keyring.digestsOfToken(token);
    return findCaller(vault, committedKeys(vault), kind, digests, { requestId, address });
  });
  if (!found) throw new UnknownKey();
  if (!found.problem) {
    remember(vault, found);
    return found.caller;
  }
  await recordEnded(vault, found.caller, found.problem);
  throw found.problem;
}

/**
 * Like {@link authenticate}, but uses the cache, which saves a query to a remote storage. For work that
 * checks again in its own transaction, as `requireStillActive` does. `undefined` if the cache has no valid
 * caller.
 */
export function recall(
  vault: Vault,
  token: string | undefined,
  requestId: string,
  address: string | null = null,
): Caller | undefined {
  if (token === undefined || !looksLikeToken(token)) return undefined;
  const digests = vault.keyring.digestsOfToken(token);
  const [digest] = digests;
  const known = digest && vault.recent.get(recentKey(digest));
  if (!known) return undefined;
  try {
    const { caller, problem } = bearerOf(vault, known, digests, { requestId, address });
    return problem ? undefined : { ...caller, isRecalled: true };
  } catch (error) {
    // The row is from a seed that has since been replaced.
    if (error instanceof IntegrityError) return undefined;
    throw error;
  }
}

function remember({ recent }: Vault, { caller, found }: FoundCaller): void {
  const [newest] = caller.tokenDigests;
  if (newest && found?.token.digest.equals(newest) === true) recent.set(recentKey(newest), found);
}

/** Counted, because an expired key can be sent any number of times. */
function recordEnded(vault: Vault, caller: Caller, problem: ProblemError): Promise<void> {
  const { id: accountId } = caller.account;
  return vault.refusals.record({
    group: `${caller.id} ${problem.code}`,
    crowd: `${accountId} ${problem.code}`,
    write: (subject) => recordDecision(vault, caller, subject, problem),
    writeForCrowd: (subject) => recordWithoutKey(vault, accountId, subject, nowhere(caller), problem),
  });
}

/** A crowd has no single address. */
function nowhere({ requestId }: Caller): Sender {
  return { requestId, address: null };
}

const sandboxPrefix = 'ags_sandbox_';
