import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { problems } from '../../../contracts/vault-api/problem.ts';
import type { Operation, Schema } from './document.ts';

/** An answer as received. */
export interface Received {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export type Judge = (
  operation: Operation | undefined,
  received: Received,
  method: string,
) => string | undefined;

/** Reports how an answer differs from the document; addresses without a route may only return problems. */
export function createJudge(): Judge {
  const ajv = new Ajv2020({ strict: false, allErrors: false, validateFormats: false });
  const compiled = new Map<Schema, ValidateFunction>();
  const validate = (schema: Schema): ValidateFunction => {
    const known = compiled.get(schema) ?? ajv.compile(closed(schema));
    compiled.set(schema, known);
    return known;
  };
  return (operation, received, method) =>
    headerFault(received) ??
    (method === 'HEAD' ? headFault(received) : undefined) ??
    (received.status >= 400 && method !== 'HEAD' ? problemFault(received) : undefined) ??
    (operation && method !== 'HEAD' ? documentFault(operation, received, validate) : strayFault(received));
}

function headerFault({ status, headers }: Received): string | undefined {
  if (headers['cache-control'] !== 'no-store') return 'it may be cached';
  if (status === 401 && headers['www-authenticate'] !== 'Bearer') return 'it does not say how to sign in';
  if ((status === 429 || status === 503) && !headers['retry-after'])
    return 'it does not say when to try again';
  return undefined;
}

/** Answers to HEAD have no body, and the vault has no routes for it. */
function headFault({ status, body }: Received): string | undefined {
  return body.length === 0 && status >= 400 ? undefined : 'HEAD was answered';
}

const known: Readonly<Record<string, { readonly status: number; readonly title: string }>> = problems;

function problemFault({ status, headers, body }: Received): string | undefined {
  const problem = parse(body) as Record<string, unknown> | undefined;
  const { code, requestId, detail, title } = problem ?? {};
  const row = typeof code === 'string' ? known[code] : undefined;
  if (!row) return 'it has no code of a problem';
  if (row.status !== status || problem?.['status'] !== status) return 'its status is not that of its code';
  if (row.title !== title || typeof detail !== 'string' || detail === '') return 'it has no sentence';
  if (typeof requestId !== 'string' || requestId === '') return 'it has no id of its request';
  const header = headers['x-request-id'];
  return header !== undefined && header !== requestId ? 'it names another request' : undefined;
}

/** An answer without a route can only be a refusal. */
function strayFault({ status, headers }: Received): string | undefined {
  if (status < 400) return `no route, but status ${String(status)}`;
  return headers['content-type'] === problemType ? undefined : 'it is not a problem document';
}

const problemType = 'application/problem+json';

function documentFault(
  { answers }: Operation,
  { status, headers, body }: Received,
  validate: (schema: Schema) => ValidateFunction,
): string | undefined {
  const answer = answers[String(status)] ?? answers[`${String(status)[0]}XX`];
  if (!answer) return `its status ${String(status)} is not in the document`;
  if (!answer.content) return body.length === 0 ? undefined : 'it has a body against the document';
  const type = headers['content-type']?.split(';')[0] ?? 'none';
  const content = answer.content[type];
  if (!content) return `its type ${type} is not in the document`;
  const isJson = type.endsWith('json');
  const value: unknown = isJson ? parse(body) : body.toString();
  const check = validate(content.schema);
  if (check(value)) return undefined;
  const [error] = check.errors ?? [];
  return `its body does not fit: ${error?.schemaPath ?? ''} ${error?.keyword ?? ''}`;
}

/** Properties missing from a schema must not be in an answer. */
function closed(schema: Schema): Schema {
  const { properties, items, anyOf, ...rest } = schema;
  return {
    ...rest,
    ...(anyOf && { anyOf: anyOf.map(closed) }),
    ...(items && { items: closed(items) }),
    ...(properties && {
      additionalProperties: false,
      properties: Object.fromEntries(Object.entries(properties).map(([name, one]) => [name, closed(one)])),
    }),
  };
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    return undefined;
  }
}
