import type { SecretReference } from '../../model/reference.ts';
import type { SecretUse } from '../../model/secret-use.ts';
import type { FieldAccess } from './field-access.ts';

/** Fields that code guarantees to exist, by testing or writing them. */
export class AssuredFields {
  readonly #fields = new Map<SecretReference, Set<string>>();
  readonly #all = new Set<SecretReference>();

  add(reads: readonly SecretReference[], { fields }: FieldAccess): void {
    for (const read of reads) {
      if (fields === undefined) this.#all.add(read);
      const known = this.#fields.get(read) ?? new Set();
      for (const { name } of fields ?? []) known.add(name);
      this.#fields.set(read, known);
    }
  }

  /** The dictionary may be modified in any way: its fields are unknown from then on. */
  addAll(reads: readonly SecretReference[]): void {
    for (const read of reads) this.#all.add(read);
  }

  has({ mayBe }: SecretUse, field: string): boolean {
    return mayBe.some((read) => this.#all.has(read) || this.#fields.get(read)?.has(field) === true);
  }
}
