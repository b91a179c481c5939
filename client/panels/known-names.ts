import type { SignedIn } from '../session/session-state.ts';
import { type Names, namesOf, noNames } from './history.ts';

interface NameParts extends SignedIn {
  readonly mayListPeople: boolean;
}

/** Names of users and agents are optional; IDs are shown if they are missing. */
export async function knownNames({ vault, accountId, mayListPeople }: NameParts): Promise<Names> {
  try {
    const [tokens, users, agents] = await Promise.all([
      mayListPeople ? vault.tokens(accountId, {}) : [],
      mayListPeople ? vault.users(accountId) : [],
      vault.agents(accountId),
    ]);
    return namesOf(tokens, users, agents);
  } catch {
    return noNames;
  }
}
