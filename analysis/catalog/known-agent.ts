import type { AgentProject } from '../../contracts/agent-project.ts';
import type { AgentCatalog, CatalogSecret } from '../../contracts/catalog.ts';
import { type Due, dueSoon, type SecretDates } from '../../contracts/due.ts';
import type { OpenRequest } from '../../contracts/lsp-messages.ts';
import type { FormatTime } from '../../contracts/local-time.ts';
import type { FileContext } from '../model/file-context.ts';
import { type Translate } from '../../contracts/words.ts';
import { createUserLanguage } from '../model/user-language.ts';
import { NameSearch } from './nearest-names.ts';

/** An agent with a known catalog, and what the user may do with its secrets. */
export interface KnownAgent {
  readonly agent: AgentProject;
  readonly index: CatalogIndex;
  readonly mayGrant: boolean;
  readonly mayCreate: boolean;
  readonly mayRequest: boolean;
  /** The open request for access to a secret of this name. */
  readonly requestFor: (name: string) => OpenRequest | undefined;
  readonly asOf?: string;
  /** The vault is unreachable, so results based on this catalog may be stale. */
  readonly isOld?: boolean;
  /** Translates into the user's language. */
  readonly translate: Translate;
  /** Formats an ISO 8601 time as a relative age, or as a date if the current time is unknown. */
  readonly formatAge: (time: string) => string | undefined;
  /** The next date of a secret, if it is near or past. Nothing is due if the current time is unknown. */
  readonly dueOf: (secret: SecretDates) => Due | undefined;
  /** Formats an ISO 8601 time for display. */
  readonly formatTime: FormatTime;
}

/** Indexes catalogs, and keeps each index for as long as its catalog exists. */
export type KnowAgent = (context: FileContext) => KnownAgent | undefined;

/** The result is undefined unless both the agent and the agent's catalog are known. */
export function createKnowAgent(): KnowAgent {
  const english = createUserLanguage();
  const indexes = new WeakMap<AgentCatalog, CatalogIndex>();
  const indexOf = (catalog: AgentCatalog): CatalogIndex => {
    const index = indexes.get(catalog) ?? new CatalogIndex(catalog);
    indexes.set(catalog, index);
    return index;
  };
  return ({ agent, knowledge, now, userLanguage = english }) => {
    const catalog = knowledge?.catalog;
    if (knowledge === undefined || catalog === undefined || catalog.agentId !== agent?.agentId)
      return undefined;
    const { mayGrant, mayCreate, mayRequest = false, requests = [], asOf, old } = knowledge;
    const formatAge = (time: string): string | undefined =>
      ageOf(time, now && ((then) => userLanguage.formatAge(then, now)));
    return {
      agent,
      index: indexOf(catalog),
      mayGrant,
      mayCreate,
      mayRequest,
      requestFor: (name) => requests.find((request) => request.name === name),
      translate: userLanguage.translate,
      formatAge,
      dueOf: (secret) => now && dueSoon(secret, now),
      formatTime: userLanguage.formatTime,
      ...(asOf !== undefined && { asOf }),
      ...(old === true && { isOld: true }),
    };
  };
}

function ageOf(time: string, inWords: ((time: string) => string) | undefined): string | undefined {
  const day = /^\d{4}-\d{2}-\d{2}(?=T|$)/.exec(time)?.[0];
  return day !== undefined && inWords ? inWords(time) : day;
}

/** An index of a catalog. Catalogs are immutable, so the index stays valid. */
class CatalogIndex {
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

  /**
   * Returns the result of `describe` for a secret. Results are cached by age, because lists are long and
   * shown often.
   */
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
