import type { AgentCatalog, CatalogSecret } from '../../contracts/catalog.ts';
import { NameSearch } from './nearest-names.ts';

/** A catalog indexed for fast lookup. Catalogs are immutable, so an index is valid as long as its catalog. */
export class CatalogIndex {
  readonly catalog: AgentCatalog;
  readonly #byName: ReadonlyMap<string, CatalogSecret>;
  readonly #descriptions = new Map<CatalogSecret, { readonly age: string; readonly text: string }>();
  readonly #nearest = new Map<string, readonly string[]>();
  #search: NameSearch | undefined;
  #granted: readonly CatalogSecret[] | undefined;
  #missing: readonly CatalogSecret[] | undefined;

  constructor(catalog: AgentCatalog) {
    this.catalog = catalog;
    this.#byName = new Map(catalog.secrets.map((secret) => [secret.name, secret]));
  }

  find(name: string): CatalogSecret | undefined {
    return this.#byName.get(name);
  }

  /** Secrets that the agent can read, sorted by name. */
  get granted(): readonly CatalogSecret[] {
    return (this.#granted ??= this.#withAccess('granted'));
  }

  /** Existing secrets that the agent cannot read, sorted by name. */
  get missing(): readonly CatalogSecret[] {
    return (this.#missing ??= this.#withAccess('missing'));
  }

  /** In catalog order. */
  names(): Iterable<string> {
    return this.#byName.keys();
  }

  /** Names that the author of `name` may have meant, best first. */
  nearest(name: string): readonly string[] {
    const known = this.#nearest.get(name);
    if (known !== undefined) return known;
    this.#search ??= new NameSearch(this.#byName.keys());
    const found = this.#search.nearest(name);
    this.#nearest.set(name, found);
    return found;
  }

  #withAccess(wanted: CatalogSecret['access']): readonly CatalogSecret[] {
    return this.catalog.secrets
      .filter(({ access }) => access === wanted)
      .toSorted((left, right) => compare(left.name, right.name));
  }

  /** The result of `describe` for a secret, cached per age: lists are long and shown often. */
  described(secret: CatalogSecret, age: string, describe: () => string): string {
    const known = this.#descriptions.get(secret);
    if (known?.age === age) return known.text;
    const text = describe();
    this.#descriptions.set(secret, { age, text });
    return text;
  }
}

function compare(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
