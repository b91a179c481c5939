import { ProblemError } from '../../errors/errors.ts';
import type { IdempotencyRecord } from '../../storage/records.ts';
import type { IdempotencyKey, Transaction } from '../../storage/storage.ts';
import type { Caller } from './caller.ts';
import { verifyAnswer, withAnswerMac } from '../rows/row-macs.ts';
import type { Vault } from '../context/vault.ts';

const keptMilliseconds = 86_400_000;

/** A creation that the client may repeat if the response was lost. */
export interface Repeatable {
  /** `Idempotency-Key`; without it, every request creates a new resource. */
  readonly key: string | undefined;
  /** Identifies the creation, so that keys of different routes are independent. */
  readonly route: string;
  /** Everything that the response depends on. */
  readonly request: unknown;
}

/**
 * Creates a resource once: repeating the same request with the same key returns the first response for a day.
 * The response is stored, so it must not contain a value or a token.
 * @throws ProblemError `KeyReused` if the same key is used for another request
 */
export async function once<T>(
  vault: Vault,
  tx: Transaction,
  caller: Caller,
  { key, route, request }: Repeatable,
  isAnswer: (value: unknown) => value is T,
  create: () => Promise<T>,
): Promise<T> {
  if (key === undefined) return create();
  const now = vault.now();
  const requestDigests = vault.keyring.digests(['request', JSON.stringify(request)]);
  const caseOf = { accountId: caller.account.id, actorId: caller.id, route };
  const before = await findAnswer(tx, caseOf, vault.keyring.digests(['key', key]));
  if (before) verifyAnswer(vault.keyring, before);
  if (before && before.expiresAt >= now.toISOString()) {
    const isSame = requestDigests.some((digest) => before.requestDigest.equals(digest));
    if (!isSame) throw keyReused();
    const answer: unknown = JSON.parse(before.answer);
    if (isAnswer(answer)) return answer;
    throw keyReused();
  }
  if (before) await tx.removeIdempotent(before);
  const answer = await create();
  await tx.insertIdempotent(
    withAnswerMac(vault.keyring, {
      ...caseOf,
      digest: vault.keyring.digest(['key', key]),
      requestDigest: vault.keyring.digest(['request', JSON.stringify(request)]),
      answer: JSON.stringify(answer),
      createdAt: now.toISOString(),
      expiresAt: new Date(now.getTime() + keptMilliseconds).toISOString(),
    }),
  );
  return answer;
}

/** Looks under the digest of every seed, because the first request may predate the current seed. */
export async function findAnswer(
  tx: Pick<Transaction, 'findIdempotent'>,
  place: Omit<IdempotencyKey, 'digest'>,
  digests: readonly Buffer[],
): Promise<IdempotencyRecord | undefined> {
  for (const digest of digests) {
    const found = await tx.findIdempotent({ ...place, digest });
    if (found) return found;
  }
  return undefined;
}

/**
 * Like {@link once}, for a resource with a token, which is in the response but never stored. Only the id of
 * the resource is stored, so a repeated request creates nothing and names what the first one created.
 * @throws ProblemError `Conflict` for a repeat, `KeyReused` if the same key is used for another request
 */
export async function issueOnce<T extends { readonly id: string }>(
  vault: Vault,
  tx: Transaction,
  caller: Caller,
  call: Repeatable,
  issue: () => Promise<T>,
): Promise<T> {
  const issued: T[] = [];
  const { id } = await once(vault, tx, caller, call, isIssue, async () => {
    const made = await issue();
    issued.push(made);
    return { id: made.id };
  });
  const [made] = issued;
  if (made) return made;
  throw new ProblemError(
    'Conflict',
    `This Idempotency-Key already created ${id}. Only that response contained its token. Revoke it, and repeat the request with a new key.`,
  );
}

function isIssue(value: unknown): value is { readonly id: string } {
  return typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string';
}

function keyReused(): ProblemError {
  return new ProblemError(
    'KeyReused',
    'The Idempotency-Key was already used for another request. Use a new key.',
  );
}
