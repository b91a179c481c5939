import type { AgentCatalog, CatalogSecret } from '../../contracts/catalog.ts';

/** A secret for tests: a string, or a string for each of its fields. */
export interface FakeSecret {
  readonly name: string;
  readonly value: string | Readonly<Record<string, string>>;
}

/** The content of a fakes file. */
export interface Fakes {
  readonly secrets: readonly FakeSecret[];
  /** Existing secrets that the agent cannot read. */
  readonly missing: readonly string[];
  readonly about: string;
}

/** Returns the secrets that the agent can read, sorted by name, with obviously fake values. */
export function fakeSecretsOf({ secrets }: AgentCatalog): readonly FakeSecret[] {
  return secrets
    .filter(({ access }) => access === 'granted')
    .toSorted((one, other) => (one.name < other.name ? -1 : 1))
    .map((secret) => ({ name: secret.name, value: fakeValueOf(secret) }));
}

/** Returns existing secrets that the agent cannot read, sorted by name. */
export function missingNamesOf({ secrets }: AgentCatalog): readonly string[] {
  const missing = secrets.filter(({ access }) => access === 'missing');
  return missing.map(({ name }) => name).toSorted();
}

/** Returns fakes by name, as `agent-secrets call` reads them. A secret that the agent cannot read is null. */
export function fakesByName(catalog: AgentCatalog): Readonly<Record<string, FakeSecret['value'] | null>> {
  const granted = fakeSecretsOf(catalog).map(({ name, value }) => [name, value] as const);
  const missing = missingNamesOf(catalog).map((name) => [name, null] as const);
  return Object.fromEntries([...granted, ...missing]);
}

/** Returns the fake value of an environment secret. */
export function fakeVariable(name: string): string {
  return fake(name);
}

function fakeValueOf({ name, kind, fields }: CatalogSecret): FakeSecret['value'] {
  if (kind === 'single') return fake(name);
  return Object.fromEntries(fields.map((field) => [field, fake(`${name}-${field}`)]));
}

function fake(of: string): string {
  return `not-a-real-${of}`;
}
