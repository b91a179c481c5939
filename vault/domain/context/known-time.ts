import Type, { type Static } from 'typebox';
import { Check } from 'typebox/value';

/** A clock that differs by more than this from the time known to the vault is not trusted. */
const toleratedMilliseconds = 86_400_000;
/** An unconfirmed clock is trusted after the vault has run under it for this long. */
export const trialMilliseconds = 86_400_000;

/** The time known to a vault, in milliseconds since 1970. */
export interface KnownTime {
  readonly at: number;
  /**
   * A clock that is more than a day away from `at`: what it shows, and how long the vault has run under it.
   */
  readonly unconfirmed?: { readonly at: number; readonly ran: number };
}

/**
 * The known time after `elapsed` milliseconds of running since `known`, if the clock shows `wall`. A clock
 * within a day of the known time is right. Any other clock counts only once the vault has run under it for a
 * day; until then, the known time advances only by the elapsed time.
 */
export function timeAfter(known: KnownTime, wall: number, elapsed: number): KnownTime {
  const at = known.at + elapsed;
  if (isNear(wall, at)) return { at: Math.max(wall, at) };
  const { unconfirmed } = known;
  const isSameClock = unconfirmed !== undefined && isNear(wall, unconfirmed.at + elapsed);
  const ran = isSameClock ? unconfirmed.ran + elapsed : 0;
  return ran < trialMilliseconds ? { at, unconfirmed: { at: wall, ran } } : { at: wall };
}

/** How far an unconfirmed clock is ahead of the known time; 0 if it is confirmed, or behind. */
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

/** `undefined` if it is absent or damaged. */
export function decodeTime(text: string | undefined): KnownTime | undefined {
  try {
    const value: unknown = JSON.parse(text ?? 'null');
    return Check(Stored, value) ? value : undefined;
  } catch {
    return undefined;
  }
}
