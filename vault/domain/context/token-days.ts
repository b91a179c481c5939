import { ProblemError } from '../../errors/errors.ts';
import type { TokenRecord } from '../../storage/records.ts';

/** Maximum lifetime of a new token, in days. */
export interface TokenDays {
  readonly people: number;
  readonly agents: number;
}

export const defaultTokenDays: TokenDays = { people: 366, agents: 366 };

/** What a token's expiry depends on; a vault satisfies it. */
interface TokenClock {
  readonly now: () => Date;
  readonly tokenDays: TokenDays;
}

const day = 86_400_000;

/** A time this many days from now, limited to what the vault allows. */
export function endAfter({ now, tokenDays }: TokenClock, role: TokenRecord['role'], days: number): string {
  return new Date(now().getTime() + Math.min(days, mostDays(tokenDays, role)) * day).toISOString();
}

/** @throws ProblemError `InvalidInput` for an expiry in the past, or later than the vault allows */
export function requireEnd(
  { now, tokenDays }: TokenClock,
  role: TokenRecord['role'],
  expiresAt: string,
): string {
  const end = new Date(expiresAt).getTime();
  const most = mostDays(tokenDays, role);
  if (end <= now().getTime()) throw new ProblemError('InvalidInput', 'A token must expire in the future.');
  if (end <= now().getTime() + most * day) return new Date(end).toISOString();
  const whose = role === 'agent' ? 'an agent' : 'a person';
  throw new ProblemError(
    'InvalidInput',
    `In this vault, a token of ${whose} can be valid for at most ${String(most)} days. Choose an earlier expiry.`,
  );
}

function mostDays({ people, agents }: TokenDays, role: TokenRecord['role']): number {
  return role === 'agent' ? agents : people;
}
