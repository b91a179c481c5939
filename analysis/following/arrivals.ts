import type { Module, Place, Requirement, SecretAtom, Value } from '../engine/model.ts';
import { sentence, type Sentence } from '../../contracts/words.ts';
import type { SecretReference } from '../model/reference.ts';
import type { SinkKind } from '../libraries/library.ts';
import { originOf } from './named-reads.ts';
import { isSecret } from '../engine/values.ts';

/** A place where secrets arrive at a sink. */
export interface Arrival {
  readonly kind: SinkKind;
  readonly module: Module;
  readonly place: Place;
  readonly sink: string | Sentence;
  /** The reads, with the kinds of secret for which they arrive. */
  readonly reads: Map<SecretReference, Set<Requirement>>;
}

/** Collects arrivals, so that each place has one for each kind of sink. */
export class Arrivals {
  readonly #found = new Map<string, Arrival>();

  add(kind: SinkKind, sink: string | Sentence, value: Value, place: Place, module: Module): void {
    for (const atom of value) if (isSecret(atom)) this.#add(kind, sink, atom, place, module);
  }

  /** If the value came in as an argument, it is reported at the call. */
  #add(kind: SinkKind, sink: string | Sentence, atom: SecretAtom, place: Place, module: Module): void {
    const { entered } = atom;
    if (entered === undefined) this.#at(kind, sink, place, module, atom);
    else {
      const words =
        entered.called === '' ? sink : sentence('{sink} in {function}', { sink, function: entered.called });
      this.#at(kind, words, entered.place, entered.module, atom);
    }
  }

  #at(
    kind: SinkKind,
    sink: string | Sentence,
    place: Place,
    module: Module,
    { read, requires }: SecretAtom,
  ): void {
    const key = `${kind} ${module.uri} ${place.unit.start + place.at.start} ${place.at.end - place.at.start}`;
    const arrival = this.#found.get(key) ?? {
      kind,
      module,
      place,
      sink,
      reads: new Map<SecretReference, Set<Requirement>>(),
    };
    if (!this.#found.has(key)) this.#found.set(key, arrival);
    // A name that is known where the value arrives says more than the same read without a name.
    if (read.dynamic && [...arrival.reads.keys()].some((one) => originOf(one) === read)) return;
    const origin = originOf(read);
    if (origin !== undefined) arrival.reads.delete(origin);
    const kinds = arrival.reads.get(read) ?? new Set();
    arrival.reads.set(read, kinds.add(requires));
  }

  /** Adds an arrival that was found elsewhere. */
  include({ kind, module, place, sink, reads }: Arrival): void {
    for (const [read, kinds] of reads)
      for (const requires of kinds) this.#at(kind, sink, place, module, { kind: 'secret', read, requires });
  }

  all(): readonly Arrival[] {
    return [...this.#found.values()];
  }
}
