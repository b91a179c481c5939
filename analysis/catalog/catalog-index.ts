import type { AgentCatalog, CatalogSecret } from '../../contracts/catalog.ts';
import { NameSearch } from './nearest-names.ts';

/** A catalog made quick to ask. Catalogs are immutable: one index serves as long as its catalog. */
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

  /** What the agent can read, by name. */
  get granted(): readonly CatalogSecret[] {
    return (this.#granted ??= this.#withAccess('granted'));
  }

  /** What exists, but not for the agent, by name. */
  get missing(): readonly CatalogSecret[] {
    return (this.#missing ??= this.#withAccess('missing'));
  }

  /** In the order of the catalog. */
  names(): Iterable<string> {
    return this.#byName.keys();
  }

  /** Names that somebody who wrote `name` may have meant, best first. */
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

  /** What `describe` says about a secret, which is asked once for each age: lists are long and shown often. */
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
