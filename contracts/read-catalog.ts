import type { AgentCatalog, CatalogSecret, CatalogSnapshot } from './catalog.ts';
import { isRecord, parseJson } from './guards.ts';

/*
 * Copies external data field by field into a new object. Data of the wrong shape is rejected, and unexpected
 * fields, such as a value, are dropped. The code is handwritten because a schema validator would make up a
 * third of the server's bundle.
 */

/** What external data holds, or which of its entries is wrong: `agents[0].secrets[3].name must be a string`. */
export type Reading<T> = { readonly found: T } | { readonly problem: string };

/** Reads a file that `agent-secrets catalog export` has written. */
export function readCatalogSnapshot(text: string): Reading<CatalogSnapshot> {
  const value = parseJson(text.replace(/^\uFEFF/, ''));
  if (value === undefined) return { problem: 'this is not valid JSON' };
  return read(value, (entry) => {
    if (entry.at('version').value !== 1) entry.at('version').fail('1');
    const environment = entry.at('environment');
    return {
      version: 1,
      asOf: entry.at('asOf').text(),
      agents: entry.at('agents').list(agentCatalog),
      ...(environment.value !== undefined && { environment: environment.list(textOf) }),
    };
  });
}

export function readAgentCatalog(value: unknown): Reading<AgentCatalog> {
  return read(value, agentCatalog);
}

export function readTexts(value: unknown): Reading<string[]> {
  return read(value, (entry) => entry.list(textOf));
}

function agentCatalog(entry: Entry): AgentCatalog {
  return {
    agentId: entry.at('agentId').text(),
    agentName: entry.at('agentName').text(),
    complete: entry.at('complete').flag(),
    secrets: entry.at('secrets').list(secret),
  };
}

function secret(entry: Entry): CatalogSecret {
  const [accessUntil, deprecated] = [entry.at('accessUntil'), entry.at('deprecated')];
  return {
    name: entry.at('name').text(),
    kind: entry.at('kind').oneOf('single', 'key_value'),
    fields: entry.at('fields').list(textOf),
    description: entry.at('description').text(),
    access: entry.at('access').oneOf('granted', 'missing'),
    ...(accessUntil.value !== undefined && { accessUntil: accessUntil.text() }),
    updatedAt: entry.at('updatedAt').text(),
    ...(deprecated.value !== undefined && { deprecated: deprecation(deprecated) }),
  };
}

function deprecation(entry: Entry): NonNullable<CatalogSecret['deprecated']> {
  const replacement = entry.at('replacement');
  return replacement.value === undefined ? {} : { replacement: replacement.text() };
}

function textOf(entry: Entry): string {
  return entry.text();
}

function read<T>(value: unknown, take: (entry: Entry) => T): Reading<T> {
  try {
    return { found: take(new Entry(value, '')) };
  } catch (error) {
    if (error instanceof WrongEntry) return { problem: error.message };
    throw error;
  }
}

class WrongEntry extends Error {}

/** A part of external data. Its problems name its path, but never what it holds. */
class Entry {
  readonly value: unknown;
  readonly #path: string;

  constructor(value: unknown, path: string) {
    this.value = value;
    this.#path = path;
  }

  /** @throws WrongEntry */
  fail(wanted: string): never {
    throw new WrongEntry(`${this.#path === '' ? 'the file' : this.#path} must be ${wanted}`);
  }

  at(key: string): Entry {
    if (!isRecord(this.value)) return this.fail('an object');
    const value = Object.hasOwn(this.value, key) ? this.value[key] : undefined;
    return new Entry(value, this.#path === '' ? key : `${this.#path}.${key}`);
  }

  text(): string {
    return typeof this.value === 'string' ? this.value : this.fail('a string');
  }

  flag(): boolean {
    return typeof this.value === 'boolean' ? this.value : this.fail('true or false');
  }

  oneOf<const T extends string>(...allowed: readonly T[]): T {
    return (
      allowed.find((one) => one === this.value) ?? this.fail(allowed.map((one) => `"${one}"`).join(' or '))
    );
  }

  /**
   * One malformed item invalidates the entire list: with an incomplete catalog, existing secrets would be
   * reported as missing.
   */
  list<T>(item: (entry: Entry) => T): T[] {
    if (!Array.isArray(this.value)) return this.fail('a list');
    const items: readonly unknown[] = this.value;
    return items.map((value, index) => item(new Entry(value, `${this.#path}[${index}]`)));
  }
}
