import type { KeyRole } from '../support/rights-table.ts';

/** What a request was made from. */
export type Sort = 'fits' | 'one thing broken' | 'bytes changed' | 'key broken' | 'raw bytes';

export interface FuzzRequest {
  readonly sort: Sort;
  /** Of the operation that it was made for; bytes that were changed may lead elsewhere. */
  readonly operation: string;
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | undefined;
  readonly key: FuzzKey;
  /** Everything that is sent, instead of method, address, headers and body. */
  readonly raw?: Buffer;
  readonly transport: 'inject' | 'socket';
}

export interface FuzzKey {
  readonly name: string;
  /** Absent when it counts nowhere. */
  readonly role?: KeyRole;
  readonly account: 'acc_test' | 'acc_other';
  readonly token: string | undefined;
}

/** Says of a request what can be told without its values: form and sizes. */
export function outline({ sort, method, url, headers, body, key, raw, transport }: FuzzRequest): string {
  const names = Object.keys(headers).join(', ');
  const shape = body === undefined ? 'none' : shapeOf(body);
  const what = raw ? `${String(raw.length)} raw bytes` : `${method} ${withoutValues(url)}`;
  return `${sort}: ${what} by ${transport} with ${key.name}; headers ${names}; body ${shape}`;
}

function withoutValues(url: string): string {
  const printable = url.replaceAll(/[^\x20-\x7e]/g, '.');
  return printable.length > 200 ? `${printable.slice(0, 200)}… (${String(url.length)})` : printable;
}

function shapeOf(body: Buffer): string {
  const bytes = `${String(body.length)} bytes`;
  try {
    const text = JSON.stringify(JSON.parse(body.toString()), (_name, value: unknown) =>
      typeof value === 'string' ? `<text of ${String(value.length)}>` : value,
    );
    return `${bytes} ${text.length > 400 ? `${text.slice(0, 400)}…` : text}`;
  } catch {
    return `${bytes} that are no JSON`;
  }
}
