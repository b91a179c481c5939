import type { Caller } from '../domain/callers/caller.ts';
import type { StreamLimits } from '../rate-limit/rate-limit.ts';
import { ProblemError } from '../errors/errors.ts';

/** A place among the open streams. */
export interface StreamPlace {
  /** Releases the place for others. Calling it again does nothing. */
  leave: () => void;
  /** Called when the vault stops. The owner of the place sets it once there is something to end. */
  end: () => void;
}

type Owner = Pick<Caller, 'id' | 'userId' | 'account'>;

/** The open streams, to limit their number per owner and to end them all with the vault. */
export class OpenStreams {
  readonly #limits: StreamLimits;
  readonly #places = new Map<StreamPlace, Owner>();
  #isStopping = false;

  constructor(limits: StreamLimits) {
    this.#limits = limits;
  }

  get size(): number {
    return this.#places.size;
  }

  /** If true, no stream can start: one that starts after the others were ended would never end. */
  get isStopping(): boolean {
    return this.#isStopping;
  }

  /** @throws ProblemError `TooManyRequests` */
  reserve(owner: Owner): StreamPlace {
    const { ofKey, ofPerson, ofAccount, ofVault } = this.#limits;
    const owners = [...this.#places.values()];
    const ofSame = (isSame: (other: Owner) => boolean): number => owners.filter(isSame).length;
    if (ofSame(({ id }) => id === owner.id) >= ofKey) throw tooMany('This key has');
    if (owner.userId !== null && ofSame(({ userId }) => userId === owner.userId) >= ofPerson) {
      throw tooMany('You have');
    }
    if (ofSame(({ account }) => account.id === owner.account.id) >= ofAccount) {
      throw tooMany('This account has');
    }
    if (this.size >= ofVault) throw tooMany('The vault has');
    const place = { leave: () => void this.#places.delete(place), end: () => {} };
    this.#places.set(place, owner);
    return place;
  }

  endAll(): void {
    this.#isStopping = true;
    for (const place of this.#places.keys()) place.end();
  }
}

function tooMany(who: string): ProblemError {
  return new ProblemError(
    'TooManyRequests',
    `${who} too many open event streams. Close some, or try again later.`,
    60,
  );
}
