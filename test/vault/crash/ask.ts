import { isRecord } from '../../../contracts/guards.ts';
/** One request to a vault. */
export interface Question {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly key: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** The vault's answer; `undefined` when the connection ended without one. */
export async function ask(url: string, question: Question): Promise<Answer | undefined> {
  const { method, path, key, body, headers } = question;
  try {
    const answer = await fetch(`${url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, body: text === '' ? {} : parse(text) };
  } catch {
    return undefined;
  }
}

/** The outcome of a change or read as far as its sender knows. */
export type Outcome = 'acknowledged' | 'unknown' | 'refused';

export function outcomeOf(answer: Answer | undefined): Outcome {
  if (answer === undefined || answer.status >= 500) return 'unknown';
  return answer.status < 300 ? 'acknowledged' : 'refused';
}

export function textOf({ body }: Answer, field: string): string {
  const value = body[field];
  if (typeof value === 'string') return value;
  throw new Error(`The vault's answer has no ${field}`);
}

function parse(text: string): Readonly<Record<string, unknown>> {
  const value: unknown = JSON.parse(text);
  return isRecord(value) ? value : {};
}
