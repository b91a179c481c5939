import type { SignedIn } from '../session/session-state.ts';
import { type Names, namesOf } from './shown-events.ts';

interface NameParts extends SignedIn {
  readonly mayListPeople: boolean;
}

export async function knownNames(parts: NameParts): Promise<Names> {
  const { tokens, users, agents } = await knownPeople(parts);
  return namesOf(tokens, users, agents);
}

/** Names of users and agents are optional; IDs are shown if they are missing. */
export async function knownPeople({ vault, accountId, mayListPeople }: NameParts) {
  try {
    const [tokens, users, agents] = await Promise.all([
      mayListPeople ? vault.tokens(accountId, {}) : [],
      mayListPeople ? vault.users(accountId) : [],
      vault.agents(accountId),
    ]);
    return { tokens, users, agents };
  } catch {
    return { tokens: [], users: [], agents: [] };
  }
}
