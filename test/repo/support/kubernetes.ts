import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { entriesOf, fieldOf, listOf, textOf } from './parsed.ts';

/**
 * The problems of a resource by the schemas of Kubernetes: missing properties, wrong types, and unknown
 * fields, which a cluster would drop or refuse.
 */
export async function problemsOf(resource: unknown): Promise<readonly string[]> {
  const [apiVersion, kind] = [textOf(fieldOf(resource, 'apiVersion')), textOf(fieldOf(resource, 'kind'))];
  const validate = await validatorOf(apiVersion, kind);
  if (typeof validate !== 'function') return [`Kubernetes has no ${kind} of ${apiVersion}`];
  const watched = new Watched(resource);
  const isValid: unknown = Reflect.apply(validate, undefined, [watched.proxy]);
  if (isValid !== true) return listOf(Reflect.get(validate, 'errors')).map((error) => JSON.stringify(error));
  return watched.unread().map((place) => `${place} is not known`);
}

/** `undefined` for a kind that Kubernetes does not have. */
async function validatorOf(apiVersion: string, kind: string): Promise<unknown> {
  const [version = '', group = 'core'] = apiVersion.split('/').toReversed();
  const name = ['Io', 'K8s', 'Api', group.split('.')[0] ?? '', version, kind].map(capitalized).join('');
  if (!existsSync(join(schemaFolder(), `${name}.js`))) return undefined;
  const schema: unknown = await import(`kubernetes-models/_schemas/${name}`);
  return fieldOf(schema, 'validate');
}

/** @throws Error when the package is not installed: without it, every kind would seem to be missing */
function schemaFolder(): string {
  try {
    const description = createRequire(import.meta.url).resolve('kubernetes-models/package.json');
    return join(dirname(description), '_schemas');
  } catch (cause) {
    throw new Error('The package kubernetes-models is not installed. Run `npm ci`.', { cause });
  }
}

function capitalized(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}

/** Records which parts of a document a validator looks at: it looks at all that it knows. */
class Watched {
  readonly proxy: object;
  readonly #document: unknown;
  readonly #read = new Set<string>();

  constructor(document: unknown) {
    this.#document = document;
    this.proxy = this.#watch(document, '');
  }

  unread(): readonly string[] {
    return placesIn(this.#document, '').filter((place) => !this.#read.has(place));
  }

  #watch(value: unknown, place: string): object {
    if (typeof value !== 'object' || value === null) throw new Error(`${place} is not an object`);
    return new Proxy(value, {
      get: (target, name) => {
        const part: unknown = Reflect.get(target, name);
        if (typeof name === 'symbol' || !Object.hasOwn(target, name)) return part;
        const inside = `${place}/${name}`;
        this.#read.add(inside);
        return typeof part === 'object' && part !== null ? this.#watch(part, inside) : part;
      },
    });
  }
}

function placesIn(value: unknown, place: string): readonly string[] {
  const parts = entriesOf(value).map(([name, part]) => ({ inside: `${place}/${name}`, part }));
  return parts.flatMap(({ inside, part }) => [inside].concat(placesIn(part, inside)));
}
