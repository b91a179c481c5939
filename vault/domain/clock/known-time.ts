import Type, { type Static } from 'typebox';
import { Check } from 'typebox/value';

/** A clock that is further away from what the vault knows is not trusted. */
const toleratedMilliseconds = 86_400_000;
/** A clock that nobody confirms is trusted after the vault has run for so long under it. */
export const trialMilliseconds = 86_400_000;

/** What a vault knows of the time, in milliseconds since 1970. */
export interface KnownTime {
  readonly at: number;
  /** A clock that is more than a day away from `at`: what it shows, and for how long the vault has run under it. */
  readonly unconfirmed?: { readonly at: number; readonly ran: number };
}

/**
 * What is known when the clock shows `wall`, `elapsed` milliseconds of running after `known`. A clock within a
 * day of what is known is right. Another one counts only once the vault has run under it for a day; until
 * then, what is known moves no further than the time that has passed.
 */
export function timeAfter(known: KnownTime, wall: number, elapsed: number): KnownTime {
  const at = known.at + elapsed;
  if (isNear(wall, at)) return { at: Math.max(wall, at) };
  const { unconfirmed } = known;
  const isSameClock = unconfirmed !== undefined && isNear(wall, unconfirmed.at + elapsed);
  const ran = isSameClock ? unconfirmed.ran + elapsed : 0;
  return ran < trialMilliseconds ? { at, unconfirmed: { at: wall, ran } } : { at: wall };
}

/** How far an unconfirmed clock is ahead of what is known; 0 when it is confirmed, or behind. */
export function aheadOf({ at, unconfirmed }: KnownTime): number {
  return unconfirmed === undefined ? 0 : Math.max(0, unconfirmed.at - at);
}

function isNear(one: number, other: number): boolean {
  return Math.abs(one - other) <= toleratedMilliseconds;
}

const Stored = Type.Object(
  {
    at: Type.Integer(),
    unconfirmed: Type.Optional(Type.Object({ at: Type.Integer(), ran: Type.Integer({ minimum: 0 }) })),
  },
  { additionalProperties: false },
);

/** As it is stored. */
export function encodeTime({ at, unconfirmed }: KnownTime): string {
  const stored: Static<typeof Stored> = {
    at: Math.floor(at),
    ...(unconfirmed && { unconfirmed: { at: Math.floor(unconfirmed.at), ran: Math.floor(unconfirmed.ran) } }),
  };
  return JSON.stringify(stored);
}

/** `undefined` when there is none, or it was damaged. */
export function decodeTime(text: string | undefined): KnownTime | undefined {
  try {
    const value: unknown = JSON.parse(text ?? 'null');
    return Check(Stored, value) ? value : undefined;
  } catch {
    return undefined;
  }
}
