import { Check } from 'typebox/value';
import type { EntryProblem } from '../../../contracts/vault-api/problem.ts';
import {
  ImportedSecrets,
  type SecretImport,
  type SecretMetadata,
} from '../../../contracts/vault-api/secrets.ts';
import { ProblemError, RefusedEntries } from '../../errors/errors.ts';
import type { Transaction } from '../../storage/storage.ts';
import { actorOf, appendEntry, audited } from '../audit/audit.ts';
import type { Caller } from '../callers/caller.ts';
import { once, type Repeatable } from '../callers/idempotency.ts';
import type { AuditSubject } from '../context/audit-subject.ts';
import { requireCurrentTerm } from '../context/refresh-keys.ts';
import type { Vault } from '../context/vault.ts';
import { announceChange } from '../secrets/find-secret.ts';
import { encodeNewSecret, grantsAccess, insertNewSecret, requireMayGrant } from './create-secret.ts';

/**
 * Creates many secrets: all of them or, if any is refused, none. Each secret gets its own audit entry; the
 * entry for a refusal names the first refused secret.
 * @throws ProblemError `Forbidden`, `SecondApproverNeeded`, `KeyReused`
 * @throws RefusedEntries with a problem for each refused secret
 */
export async function importSecrets(
  vault: Vault,
  caller: Caller,
  input: SecretImport,
  key?: string,
): Promise<ImportedSecrets> {
  const call: Repeatable = { key, route: 'importSecrets', request: input };
  return audited(vault, caller, 'secret.import', async (tx, whole) =>
    once(vault, tx, caller, call, isImported, async () => {
      if (input.secrets.some((one) => grantsAccess(one))) await requireMayGrant(vault, tx, caller);
      await requireCurrentTerm(vault, tx);
      const secrets = await insertAll(vault, tx, caller, input, whole);
      const names = secrets.map(({ name }) => name);
      await announceChange(tx, caller.account.id, names);
      return { secrets };
    }),
  );
}

/** Continues after a refusal, because one response should contain all of them. @throws RefusedEntries */
async function insertAll(
  vault: Vault,
  tx: Transaction,
  caller: Caller,
  input: SecretImport,
  whole: AuditSubject,
): Promise<SecretMetadata[]> {
  const created: SecretMetadata[] = [];
  const refused: (EntryProblem & { readonly code: ProblemError['code'] })[] = [];
  const names = new Set<string>();
  for (const [index, one] of input.secrets.entries()) {
    const subject: AuditSubject = { action: 'secret.create' };
    try {
      const encoded = encodeNewSecret(one);
      subject.secretName = one.name;
      if (names.has(one.name)) throw namedTwice();
      names.add(one.name);
      created.push(await insertNewSecret(vault, tx, caller, encoded, subject));
      await appendEntry(vault, tx, actorOf(caller), subject, undefined);
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      if (refused.length === 0 && subject.secretName !== undefined) whole.secretName = subject.secretName;
      refused.push({ index, code: error.code, detail: error.message });
    }
  }
  const [first] = refused;
  if (first) throw new RefusedEntries(first.code, summaryOf(refused.length, input.secrets.length), refused);
  return created;
}

function isImported(value: unknown): value is ImportedSecrets {
  return Check(ImportedSecrets, value);
}

function namedTwice(): ProblemError {
  return new ProblemError('NameTaken', 'The import contains another secret with this name.');
}

function summaryOf(refused: number, all: number): string {
  return `The vault refused ${String(refused)} of ${String(all)} secrets, so none was created.`;
}
