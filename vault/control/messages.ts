import Type, { type Static, type TSchema } from 'typebox';
import { Check } from 'typebox/value';

/**
 * The protocol between an operator and a running vault over the control socket. A request is one line of
 * JSON. The response is one or more lines of JSON and ends with the first line that is not progress. No
 * message contains a key or a value.
 */
const closed = { additionalProperties: false } as const;
const count = Type.Integer({ minimum: 0 });

const ControlRequest = Type.Union([
  Type.Object({ do: Type.Literal('status') }, closed),
  Type.Object({ do: Type.Literal('seal') }, closed),
  Type.Object({ do: Type.Literal('checkpoint') }, closed),
  Type.Object({ do: Type.Literal('new-admin-key'), account: Type.Optional(Type.String()) }, closed),
  Type.Object({ do: Type.Literal('new-account'), name: Type.String() }, closed),
  Type.Object({ do: Type.Literal('accounts') }, closed),
  Type.Object({ do: Type.Literal('confirm-clock') }, closed),
  Type.Object({ do: Type.Literal('audit-seal') }, closed),
  /** Without `to`, exports to the vault's default location for segments. */
  Type.Object({ do: Type.Literal('audit-export'), to: Type.Optional(Type.String()) }, closed),
  Type.Object(
    { do: Type.Literal('audit-prune'), keepDays: count, from: Type.Optional(Type.String()) },
    closed,
  ),
  Type.Object({ do: Type.Literal('rotate-term') }, closed),
  Type.Object({ do: Type.Literal('rotate-seed'), endTokens: Type.Optional(Type.Boolean()) }, closed),
  Type.Object({ do: Type.Literal('rotate-root'), setting: Type.Optional(Type.String()) }, closed),
]);
export type ControlRequest = Static<typeof ControlRequest>;

/** Everything that a vault reports about itself to the operator. */
const VaultStatus = Type.Object(
  {
    /** `stopped`: no process serves this folder. */
    state: Type.Union([Type.Literal('open'), Type.Literal('sealed'), Type.Literal('stopped')]),
    /** Why the vault is sealed; the sentence may contain paths and hosts. */
    sealed: Type.Optional(Type.Object({ reason: Type.String(), sentence: Type.String() }, closed)),
    /** What the operator should do about it. */
    advice: Type.Optional(Type.String()),
    address: Type.Optional(Type.String()),
    process: Type.Optional(Type.Object({ id: count, startedAt: Type.String() }, closed)),
    storage: Type.String(),
    schemaVersion: count,
    accounts: count,
    agents: count,
    secrets: count,
    auditEntries: count,
    lastCheckpoint: Type.Optional(Type.Object({ entry: count, at: Type.String() }, closed)),
    terms: Type.Array(Type.Object({ term: count, state: Type.String(), createdAt: Type.String() }, closed)),
    /** The generation of the seed in use; `isRotating` is true while rows under the previous one remain. */
    seed: Type.Optional(Type.Object({ generation: count, isRotating: Type.Boolean() }, closed)),
    /** Admin keys that expire within 30 days; absent if there are none. */
    expiringKeys: Type.Optional(
      Type.Array(Type.Object({ id: Type.String(), name: Type.String(), expiresAt: Type.String() }, closed)),
    ),
    /** How far the clock is ahead, while nothing is destroyed because of that; absent if it is not ahead. */
    clockAheadSeconds: Type.Optional(count),
    /** The kind of root key, never its location. */
    rootKey: Type.String(),
  },
  closed,
);
export type VaultStatus = Static<typeof VaultStatus>;

/** An account as reported to the operator. */
const ListedAccount = Type.Object(
  { id: Type.String(), name: Type.String(), createdAt: Type.String(), vaultEnabled: Type.Boolean() },
  closed,
);
export type ListedAccount = Static<typeof ListedAccount>;

/** Progress of long-running work; `of` is absent while the total is unknown. */
const Progress = Type.Object(
  { is: Type.Literal('progress'), phase: Type.String(), done: count, of: Type.Optional(count) },
  closed,
);

const Rotated = Type.Object(
  {
    is: Type.Literal('rotated'),
    /** Keys that were rewrapped or, for a new seed, rows whose MAC was renewed. */
    wrapped: count,
    /** Records that were changed outside the vault; they keep their old term. */
    damaged: count,
    /** The term for new values; absent if something else was rotated. */
    term: Type.Optional(count),
    /** The generation of a new seed. */
    seed: Type.Optional(count),
    /** Tokens and sandbox sessions that were revoked along with the old seed. */
    ended: Type.Optional(count),
    /** Old terms that are still in use. */
    kept: Type.Array(count),
  },
  closed,
);
export type Rotated = Omit<Static<typeof Rotated>, 'is'>;

/** The result of sealing, exporting or pruning segments of the audit log. */
const LogKept = Type.Object(
  {
    is: Type.Literal('log-kept'),
    /** Segments that were sealed, exported or pruned. */
    segments: count,
    /** The last entry covered by this or an earlier run; 0 if there is none. */
    through: count,
  },
  closed,
);
export type LogKept = Omit<Static<typeof LogKept>, 'is'>;

const ControlAnswer = Type.Union([
  Progress,
  Rotated,
  LogKept,
  Type.Object({ is: Type.Literal('status'), status: VaultStatus }, closed),
  Type.Object({ is: Type.Literal('done') }, closed),
  /** The key itself is only in the file. */
  Type.Object({ is: Type.Literal('key-kept'), path: Type.String() }, closed),
  Type.Object({ is: Type.Literal('account-made'), id: Type.String(), path: Type.String() }, closed),
  Type.Object({ is: Type.Literal('accounts'), accounts: Type.Array(ListedAccount) }, closed),
  Type.Object({ is: Type.Literal('refused'), sentence: Type.String() }, closed),
]);
export type ControlAnswer = Static<typeof ControlAnswer>;

/** `undefined` if the line is not a request. */
export function readRequest(line: string): ControlRequest | undefined {
  return read(ControlRequest, line);
}

/** `undefined` if the line is not a valid response: another version of the program may be running. */
export function readAnswer(line: string): ControlAnswer | undefined {
  return read(ControlAnswer, line);
}

export function toLine(message: ControlAnswer | ControlRequest): string {
  return `${JSON.stringify(message)}\n`;
}

function read<Schema extends TSchema>(schema: Schema, line: string): Static<Schema> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return Check(schema, value) ? value : undefined;
  } catch {
    return undefined;
  }
}
