import type {
  AccessChange,
  AccessChanges,
  AccessList,
  ChangedAccess,
} from '../../contracts/vault-api/access.ts';
import { type Sentence, sentence } from '../../contracts/words.ts';
import { fetchJson } from '../http/fetch-json.ts';
import { isCount, isListOf, isObjectOf, isText, optional } from '../../contracts/guards.ts';
import type { Transport } from '../http/transport.ts';
import { ifMatch, isAccessEnds, isDeprecation, isTextList, ofAccount } from './shared.ts';

export function accessOf(transport: Transport) {
  return {
    access: (accountId: string, name: string, signal?: AbortSignal) =>
      fetchJson(transport, isAccessList, {
        action: sentence('read the access list of "{name}"', { name }),
        path: ofAccount(accountId, 'secrets', name, 'access'),
        signal,
      }),
    /**
     * `etag` identifies the list that the change is based on. Rejects with `VersionConflict` if the list has
     * changed since.
     */
    changeAccess: (accountId: string, name: string, change: AccessChange, etag: string) =>
      fetchJson(transport, isAccessList, {
        action: sentence('change the access list of "{name}"', { name }),
        method: 'PATCH',
        path: ofAccount(accountId, 'secrets', name, 'access'),
        headers: ifMatch(etag),
        body: change,
      }),
    /** Atomic: makes all changes or none. */
    changeManyAccessLists: (accountId: string, changes: AccessChanges) =>
      fetchJson(transport, isChangedAccess, {
        action: changing(changes.changes.map(({ name }) => name)),
        method: 'POST',
        path: ofAccount(accountId, 'access-changes'),
        body: changes,
      }),
  };
}

function changing(names: readonly string[]): Sentence {
  const [only] = names;
  return only !== undefined && names.length === 1
    ? sentence('change the access list of "{name}"', { name: only })
    : sentence('change the access lists of {count} secrets', { count: names.length });
}

export const isAccessList = isObjectOf<AccessList>({
  name: isText,
  agentIds: isTextList,
  version: isCount,
  etag: isText,
  ends: isAccessEnds,
  updatedAt: isText,
  deprecated: optional(isDeprecation),
});

export const isChangedAccess = isObjectOf<ChangedAccess>({ lists: isListOf(isAccessList) });
