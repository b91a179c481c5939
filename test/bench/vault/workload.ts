/** What a client sends; plain data, because the client is a separate process. */
export interface Workload {
  readonly url: string;
  readonly kind: 'hello' | 'read' | 'rotate' | 'grant' | 'environment' | 'paths';
  /** Bearer token; none for `hello`. */
  readonly key?: string;
  readonly accountId?: string;
  readonly agentId?: string;
  /** Secrets that it may use, by number: this many, starting at `first`. */
  readonly first?: number;
  readonly secrets?: number;
  readonly isIdInTag?: boolean;
  /** Of the kind `paths`: requested in order. */
  readonly paths?: readonly string[];
}

/** The n-th request of a connection. No two connections change the same secret. */
export type RequestAt = (connection: number, step: number) => string;

/** Names as the fixture creates them. */
export function secretName(index: number): string {
  return `secret_${String(index).padStart(6, '0')}`;
}

export function idOfSecret(index: number): string {
  return `sec_${String(index).padStart(32, '0')}`;
}

/** Every fourth secret has fields. */
export function hasFields(index: number): boolean {
  return index % 4 === 0;
}

export function valueOf(index: number, version: number): string | Readonly<Record<string, string>> {
  const text = `not-a-real-key-${String(version)}`;
  return hasFields(index) ? { host: 'db.example', user: 'app', password: text } : text;
}

export function variableName(index: number): string {
  return `BENCH_${String(index)}`;
}

export function requestsOf(workload: Workload, connections: number): RequestAt {
  switch (workload.kind) {
    case 'hello':
      return () => request(workload, 'GET', '/');
    case 'read':
      return reads(workload, connections);
    case 'rotate':
      return rotations(workload, connections);
    case 'grant':
      return grants(workload, connections);
    case 'environment':
      return (connection, step) =>
        request(workload, 'PATCH', `/v1/me/environment/${variableName(connection)}`, {
          value: `not-a-real-value-${String(step)}`,
        });
    case 'paths':
      return (connection, step) => {
        const { paths = [] } = workload;
        return request(workload, 'GET', paths[(step * connections + connection) % paths.length] ?? '/');
      };
  }
}

/** Created once, because building a string for each request would slow down the client. */
function reads(workload: Workload, connections: number): RequestAt {
  const { agentId = '', secrets = 1, first = 0 } = workload;
  const kept = Math.min(secrets, 10_000);
  const texts = Array.from({ length: kept }, (_, index) => {
    // Spread over all secrets, in no order that suits an index.
    const secret = first + ((index * 7919) % secrets);
    return request(workload, 'GET', `/v1/agents/${agentId}/secrets/${secretName(secret)}/value`);
  });
  return (connection, step) => texts[(step * connections + connection) % kept] ?? '';
}

function rotations(workload: Workload, connections: number): RequestAt {
  const { accountId = '', secrets = 1, first = 0 } = workload;
  return (connection, step) => {
    const secret = first + ((step * connections + connection) % secrets);
    const path = `/v1/accounts/${accountId}/secrets/${secretName(secret)}`;
    return request(workload, 'PATCH', path, { value: valueOf(secret, step) }, '*');
  };
}

/** Grants and revokes alternately; every list starts at version 1, so the version is known. */
function grants(workload: Workload, connections: number): RequestAt {
  const { accountId = '', agentId = '', secrets = 1, first = 0, isIdInTag = false } = workload;
  const own = Math.max(1, Math.floor(secrets / connections));
  return (connection, step) => {
    const round = Math.floor(step / own);
    const index = first + connection * own + (step % own);
    const body = round % 2 === 0 ? { grant: [agentId] } : { revoke: [agentId] };
    const path = `/v1/accounts/${accountId}/secrets/${secretName(index)}/access`;
    const version = String(round + 1);
    return request(
      workload,
      'PATCH',
      path,
      body,
      isIdInTag ? `"${idOfSecret(index)}.a${version}"` : `"${version}"`,
    );
  };
}

function request({ url, key }: Workload, method: string, path: string, body?: object, ifMatch?: string) {
  const text = body === undefined ? '' : JSON.stringify(body);
  const lines = [
    `${method} ${path} HTTP/1.1`,
    `host: ${new URL(url).host}`,
    'connection: keep-alive',
    ...(key === undefined ? [] : [`authorization: Bearer ${key}`]),
    ...(ifMatch === undefined ? [] : [`if-match: ${ifMatch}`]),
    ...(body === undefined
      ? []
      : ['content-type: application/json', `content-length: ${String(text.length)}`]),
  ];
  return `${lines.join('\r\n')}\r\n\r\n${text}`;
}
