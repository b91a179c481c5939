import type { AgentCatalog, CatalogSecret } from '../../contracts/catalog.ts';

/** A secret as tests know it: a text, or a text for each of its fields. */
export interface FakeSecret {
  readonly name: string;
  readonly value: string | Readonly<Record<string, string>>;
}

/** What the agent can read, in the order of the names, with values that nobody takes for real ones. */
export function fakeSecretsOf({ secrets }: AgentCatalog): readonly FakeSecret[] {
  return secrets
    .filter(({ access }) => access === 'granted')
    .toSorted((one, other) => (one.name < other.name ? -1 : 1))
    .map((secret) => ({ name: secret.name, value: fakeValueOf(secret) }));
}

/** By name, as `call --fakes` takes them: null is a secret that the agent has no access to. */
export function fakesByName({ secrets }: AgentCatalog): Readonly<Record<string, FakeSecret['value'] | null>> {
  const fakes = secrets.map((secret) => {
    return [secret.name, secret.access === 'granted' ? fakeValueOf(secret) : null] as const;
  });
  return Object.fromEntries(fakes);
}

/** The value of an environment secret. */
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
