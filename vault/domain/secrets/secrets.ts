import type { SecretKind } from '../../../contracts/secret.ts';
import type { SecretMetadata, SecretPage } from '../../../contracts/vault-api/secrets.ts';
import { ProblemError } from '../../errors/errors.ts';
import type { SecretRecord } from '../../storage/records.ts';
import type { PageRequest, SecretFilter, View } from '../../storage/storage.ts';
import { auditedLook } from '../audit/audit.ts';
import type { Caller } from '../callers/caller.ts';
import { mergePages, type PageQuery, readPage, toPageRequest } from '../input/pages.ts';
import { verifySecret } from '../rows/row-macs.ts';
import { findSecret } from './find-secret.ts';
import { toMetadata } from './secret-metadata.ts';
import { isStorable } from '../input/texts.ts';
import type { Vault } from '../context/vault.ts';

/** Filters of a list. */
export interface SecretQuery extends PageQuery {
  readonly prefix?: string;
  readonly agentId?: string;
  readonly kind?: SecretKind;
  readonly includeDeleted?: 'true' | 'false';
}

export async function listSecrets(vault: Vault, caller: Caller, query: SecretQuery): Promise<SecretPage> {
  const request = toPageRequest(query);
  const filter = toFilter(query);
  return auditedLook(vault, caller, 'secret.list', async (view) => {
    const accountId = caller.account.id;
    const list = (page: PageRequest) =>
      query.includeDeleted === 'true'
        ? listWithDeleted(view, accountId, page, filter)
        : view.listSecrets(accountId, page, filter);
    const { items, ...rest } = await readPage(request, list, (secret) => secret.name);
    for (const secret of items) verifySecret(vault.keyring, secret);
    return { secrets: items.map(toMetadata), ...rest };
  });
}

/** @throws ProblemError `SecretNotFound` */
export async function describeSecret(vault: Vault, caller: Caller, name: string): Promise<SecretMetadata> {
  return auditedLook(vault, caller, 'secret.describe', async (view, subject) =>
    toMetadata(await findSecret(vault, view, caller, name, subject)),
  );
}

/** Storage lists deleted secrets separately from others; both lists are ordered by name. */
async function listWithDeleted(
  view: View,
  accountId: string,
  page: PageRequest,
  filter: SecretFilter,
): Promise<readonly SecretRecord[]> {
  const there = await view.listSecrets(accountId, page, filter);
  const deleted = await view.listSecrets(accountId, page, { ...filter, deleted: true });
  return mergePages(there, deleted, page.limit, (secret) => secret.name);
}

function toFilter({ prefix, agentId, kind }: SecretQuery): SecretFilter {
  if (![prefix, agentId].every((text) => text === undefined || isStorable(text))) {
    throw new ProblemError('InvalidInput', 'The filter contains characters that a name cannot have.');
  }
  return {
    ...(prefix === undefined ? {} : { namePrefix: prefix }),
    ...(agentId === undefined ? {} : { agentId }),
    ...(kind === undefined ? {} : { kind }),
  };
}
