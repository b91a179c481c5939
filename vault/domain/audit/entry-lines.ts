import Type from 'typebox';
import { Check } from 'typebox/value';
import type { AuditRecord } from '../../storage/records.ts';

/**
 * An entry as it appears in exported segments: one line of JSON with its MAC and everything that the MAC
 * covers. Signatures cover these bytes, so the same entry always gives the same line; empty fields are
 * omitted.
 */
export function encodeEntry(entry: AuditRecord): string {
  const { seq, at, accountId, actorId, actorRole, action, decision, requestId, granted, revoked } = entry;
  return JSON.stringify({
    seq,
    at,
    accountId,
    actorId,
    actorRole,
    action,
    decision,
    code: entry.code ?? undefined,
    secretName: entry.secretName ?? undefined,
    agentId: entry.agentId ?? undefined,
    version: entry.version ?? undefined,
    granted: granted.length === 0 ? undefined : granted,
    until: entry.until,
    revoked: revoked.length === 0 ? undefined : revoked,
    requestId,
    secretId: entry.secretId ?? undefined,
    revision: entry.revision ?? undefined,
    userId: entry.userId ?? undefined,
    targetId: entry.targetId ?? undefined,
    address: entry.address ?? undefined,
    mac: entry.mac.toString('base64'),
  });
}

/** `undefined` if the line was not written by {@link encodeEntry}. */
export function decodeEntry(line: string): AuditRecord | undefined {
  const value = parseJson(line);
  if (!Check(Line, value)) return undefined;
  const entry: AuditRecord = { ...absent, ...value, mac: Buffer.from(value.mac, 'base64') };
  return encodeEntry(entry) === line ? entry : undefined;
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const absent = {
  code: null,
  secretName: null,
  agentId: null,
  version: null,
  granted: [],
  revoked: [],
  secretId: null,
  revision: null,
  userId: null,
  targetId: null,
  address: null,
};

const text = Type.String();
const roles = ['admin', 'author', 'reviewer', 'agent', 'sandbox', 'vault'] as const;

const Line = Type.Object(
  {
    seq: Type.Integer({ minimum: 1 }),
    at: text,
    accountId: text,
    actorId: text,
    actorRole: Type.Union(roles.map((role) => Type.Literal(role))),
    action: text,
    decision: Type.Union([Type.Literal('allowed'), Type.Literal('denied'), Type.Literal('failed')]),
    code: Type.Optional(text),
    secretName: Type.Optional(text),
    agentId: Type.Optional(text),
    version: Type.Optional(Type.Integer()),
    granted: Type.Optional(Type.Array(text)),
    until: Type.Optional(text),
    revoked: Type.Optional(Type.Array(text)),
    requestId: text,
    secretId: Type.Optional(text),
    revision: Type.Optional(Type.Integer()),
    userId: Type.Optional(text),
    targetId: Type.Optional(text),
    address: Type.Optional(text),
    mac: text,
  },
  { additionalProperties: false },
);
