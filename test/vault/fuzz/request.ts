import type { KeyRole } from '../support/rights-table.ts';

/** The source of a request. */
export type Sort = 'fits' | 'one thing broken' | 'bytes changed' | 'key broken' | 'raw bytes';

export interface FuzzRequest {
  readonly sort: Sort;
  /** Of the intended operation; changed bytes may lead to another one. */
  readonly operation: string;
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | undefined;
  readonly key: FuzzKey;
  /** All bytes that are sent, instead of method, address, headers and body. */
  readonly raw?: Buffer;
  readonly transport: 'inject' | 'socket';
}

export interface FuzzKey {
  readonly name: string;
  /** Absent when it is valid nowhere. */
  readonly role?: KeyRole;
  readonly account: 'acc_test' | 'acc_other';
  readonly token: string | undefined;
}

/** Describes a request without its values: form and sizes. */
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
