import type { AccessDraft } from '../../contracts/access-messages.ts';

/** The earlier unsaved changes and the new ones; where they disagree, the new ones win. */
export function mergedDraft(before: AccessDraft, asked: AccessDraft): AccessDraft {
  return {
    grant: [...without(before.grant, [...asked.grant, ...asked.revoke]), ...asked.grant],
    revoke: [...without(before.revoke, [...asked.grant, ...asked.revoke]), ...asked.revoke],
  };
}

export function isEmpty({ grant, revoke }: AccessDraft): boolean {
  return grant.length + revoke.length === 0;
}

function without(agentIds: readonly string[], others: readonly string[]): readonly string[] {
  return agentIds.filter((agentId) => !others.includes(agentId));
}
