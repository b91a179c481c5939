import type { Module, Place, Requirement, SecretAtom, Value } from '../engine/model.ts';
import { sentence, type Sentence } from '../../contracts/words.ts';
import type { SecretReference } from '../model/reference.ts';
import type { AppliedRow, SinkKind } from '../model/secret-use.ts';
import { originOf } from './named-reads.ts';
import { isSecret } from '../engine/values.ts';

/** Where values arrive. */
export interface Destination {
  readonly kind: SinkKind | 'sanitized' | 'cache';
  readonly sink: string | Sentence;
  readonly row?: AppliedRow;
  /** The place in the called function where the value arrives, if it is reported at the call. */
  readonly inside?: { readonly module: Module; readonly place: Place };
}

/** A place where secrets arrive at a sink. */
export interface Arrival extends Destination {
  readonly module: Module;
  readonly place: Place;
  /** The reads, with the kinds of secret for which they arrive. */
  readonly reads: Map<SecretReference, Set<Requirement>>;
}

/** Collects arrivals, so that each place has one for each kind of sink. */
export class Arrivals {
  readonly #found = new Map<string, Arrival>();

  /** If the value came in as an argument, it is reported at the call. */
  add(destination: Destination, value: Value, place: Place, module: Module): void {
    for (const atom of value) {
      if (!isSecret(atom)) continue;
      const { entered } = atom;
      if (entered === undefined) this.#at(destination, place, module, atom);
      else {
        const { called } = entered;
        const { sink } = destination;
        const words =
          called === '' ? sink : sentence('{sink} through {function}()', { sink, function: called });
        this.#at(
          { ...destination, sink: words, inside: { module, place } },
          entered.place,
          entered.module,
          atom,
        );
      }
    }
  }

  #at(
    { kind, sink, row, inside }: Destination,
    place: Place,
    module: Module,
    { read, requires }: Pick<SecretAtom, 'read' | 'requires'>,
  ): void {
    const key = `${kind} ${module.uri} ${place.unit.start + place.at.start} ${place.at.end - place.at.start}`;
    const arrival = this.#found.get(key) ?? {
      kind,
      module,
      place,
      sink,
      ...(row && { row }),
      ...(inside && { inside }),
      reads: new Map<SecretReference, Set<Requirement>>(),
    };
    if (!this.#found.has(key)) this.#found.set(key, arrival);
    // A name that is known where the value arrives says more than the same read without a name.
    if (read.dynamic && [...arrival.reads.keys()].some((one) => originOf(one) === read)) return;
    const origin = originOf(read);
    if (origin?.dynamic === true) arrival.reads.delete(origin);
    const kinds = arrival.reads.get(read) ?? new Set();
    arrival.reads.set(read, kinds.add(requires));
  }

  /** Adds an arrival that was found elsewhere. */
  include(arrival: Arrival): void {
    const { module, place, reads } = arrival;
    for (const [read, kinds] of reads)
      for (const requires of kinds) this.#at(arrival, place, module, { read, requires });
  }

  all(): readonly Arrival[] {
    return [...this.#found.values()];
  }
}
