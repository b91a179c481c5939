import { ProblemError } from '../errors.ts';

const mostStreams = 1000;

/** A place among the open streams. */
export interface StreamPlace {
  /** Makes it free for others. A second time it does nothing. */
  readonly leave: () => void;
  /** Is called when the vault stops. Whoever takes the place sets it once there is something to end. */
  end: () => void;
}

/** The streams that are open, so that nobody has too many and all of them end with the vault. */
export class OpenStreams {
  readonly #ofOneKey: number;
  readonly #places = new Map<StreamPlace, string>();
  #isStopping = false;

  /** `ofOneKey`: how many one key may have at once. */
  constructor(ofOneKey: number) {
    this.#ofOneKey = ofOneKey;
  }

  get size(): number {
    return this.#places.size;
  }

  /** Nothing would end a stream that begins after the others were told to. */
  get isStopping(): boolean {
    return this.#isStopping;
  }

  /** @throws ProblemError `TooManyRequests` */
  reserve(keyId: string): StreamPlace {
    if (this.size >= mostStreams) {
      throw new ProblemError('TooManyRequests', 'Too many programs follow the changes. Try again later.');
    }
    if ([...this.#places.values()].filter((id) => id === keyId).length >= this.#ofOneKey) {
      throw new ProblemError('TooManyRequests', 'This key follows the changes too many times over.', 60);
    }
    const place = { leave: () => void this.#places.delete(place), end: () => {} };
    this.#places.set(place, keyId);
    return place;
  }

  endAll(): void {
    this.#isStopping = true;
    for (const place of this.#places.keys()) place.end();
  }
}
