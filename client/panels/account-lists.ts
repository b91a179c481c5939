import type { PanelAgent } from '../../contracts/panel-agent.ts';
import type { SignedIn } from '../session/session-state.ts';
import { agentsByName } from './panel-parts.ts';

/** What a form for new secrets needs of the account. */
export interface AccountLists {
  readonly agents: readonly PanelAgent[];
  readonly takenNames: readonly string[];
  readonly deletedNames: readonly string[];
}

export async function accountLists(parts: SignedIn): Promise<AccountLists> {
  const { vault, accountId } = parts;
  const search = { includeDeleted: true };
  const [agents, secrets] = await Promise.all([agentsByName(parts), vault.secrets(accountId, search)]);
  const namesIf = (isDeleted: boolean): readonly string[] =>
    secrets.filter(({ deletedAt }) => (deletedAt !== undefined) === isDeleted).map(({ name }) => name);
  return { agents, takenNames: namesIf(false), deletedNames: namesIf(true) };
}

/** After these events, the lists may be different. */
export const listsFollow: ReadonlySet<string> = new Set(['agents-changed', 'catalog-changed', 'connected']);
