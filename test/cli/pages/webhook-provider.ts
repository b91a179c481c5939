/**
 * What the External Secrets Operator documents and implements for the webhook provider: templates in the URL
 * with escaped references, templates elsewhere with plain ones, a JSON path into the answer.
 */
export interface WebhookStore {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly result: { readonly jsonPath: string };
  readonly secrets: readonly { readonly name: string; readonly secretRef: { readonly name: string } }[];
}

export interface RemoteReference {
  readonly key: string;
  readonly property?: string;
}

/** A secret of the cluster, with its label. */
export interface ClusterSecret {
  readonly labels: Readonly<Record<string, string>>;
  readonly data: Readonly<Record<string, string>>;
}

/** Determines whether the operator deletes or keeps copies. */
export class NoSecretError extends Error {}

type Data = Readonly<Record<string, Readonly<Record<string, string>>>>;

export class WebhookProvider {
  readonly #store: WebhookStore;
  readonly #secrets: Readonly<Record<string, ClusterSecret>>;

  constructor(store: WebhookStore, secrets: Readonly<Record<string, ClusterSecret>>) {
    this.#store = store;
    this.#secrets = secrets;
  }

  async getSecret(reference: RemoteReference): Promise<string> {
    const found = await this.#find(reference);
    return typeof found === 'string' ? found : JSON.stringify(found);
  }

  async getSecretMap(reference: RemoteReference): Promise<Readonly<Record<string, string>>> {
    const found = await this.#find(reference);
    if (typeof found !== 'object' || found === null) throw new Error('wrong type');
    return Object.fromEntries(Object.entries(found).map(([key, value]) => [key, String(value)]));
  }

  async #find({ key, property = '' }: RemoteReference): Promise<unknown> {
    const secrets = this.#templatedSecrets();
    const plain = { ...secrets, remoteRef: { key, property } };
    const escaped = { ...secrets, remoteRef: { key: queryEscape(key), property: queryEscape(property) } };
    const headers = Object.entries(this.#store.headers).map(([name, value]): [string, string] => [
      name,
      executed(value, plain),
    ]);
    const answer = await fetch(executed(this.#store.url, escaped), { headers });
    if (answer.status === 404) throw new NoSecretError('Secret does not exist');
    if (!answer.ok) throw new Error(`endpoint gave error ${String(answer.status)}`);
    return selected(await answer.json(), executed(this.#store.result.jsonPath, plain));
  }

  #templatedSecrets(): Data {
    return Object.fromEntries(
      this.#store.secrets.map(({ name, secretRef }) => {
        const secret = this.#secrets[secretRef.name];
        if (!secret) throw new Error(`failed to get webhook secret ${secretRef.name}`);
        if (secret.labels['external-secrets.io/type'] !== 'webhook') {
          throw new Error("secret does not contain needed label 'external-secrets.io/type: webhook'");
        }
        return [name, secret.data];
      }),
    );
  }
}

/** Go's `url.QueryEscape`. */
function queryEscape(text: string): string {
  return encodeURIComponent(text)
    .replaceAll(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+');
}

/** The part of Go's templates that the page uses. */
function executed(template: string, data: Data): string {
  const written = template
    .replaceAll(
      /\{\{ if \.(\w+)\.(\w+) \}\}(.*?)\{\{ end \}\}/g,
      (_, object: string, key: string, then: string) => (valueOf(data, object, key) === '' ? '' : then),
    )
    .replaceAll(/\{\{ \.(\w+)\.(\w+)( \| trim)? \}\}/g, (_, object: string, key: string, trim?: string) => {
      const value = valueOf(data, object, key);
      return trim === undefined ? value : value.trim();
    });
  if (written.includes('{{')) throw new Error(`not a template that this stand-in knows: ${template}`);
  return written;
}

function valueOf(data: Data, object: string, key: string): string {
  const value = data[object]?.[key];
  if (value === undefined) throw new Error(`no ${object}.${key}`);
  return value;
}

/** `$.a["b"]` of a value. */
function selected(value: unknown, path: string): unknown {
  if (!/^\$(?:\.\w+|\["[^"]+"\])*$/.test(path))
    throw new Error(`not a path that this stand-in knows: ${path}`);
  let found = value;
  for (const [, name, quoted] of path.matchAll(/\.(\w+)|\["([^"]+)"\]/g)) {
    const key = name ?? quoted ?? '';
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, key)) {
      throw new Error(`unknown key ${key}`);
    }
    found = Reflect.get(found, key);
  }
  return found;
}
