import Type, { type Static, type TSchema } from 'typebox';
import { Check } from 'typebox/value';

/**
 * What an operator and a running vault say to each other over the control socket: one line of JSON
 * asks, lines of JSON answer, the last of which is no progress. No message holds a key or a value.
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
  /** Without a place, where the vault exports segments by itself. */
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

/** Everything that a vault tells its operator about itself. */
const VaultStatus = Type.Object(
  {
    /** `stopped`: no process serves this folder. */
    state: Type.Union([Type.Literal('open'), Type.Literal('sealed'), Type.Literal('stopped')]),
    /** Why it is sealed; the sentence may name paths and hosts. */
    sealed: Type.Optional(Type.Object({ reason: Type.String(), sentence: Type.String() }, closed)),
    /** What its operator should do about it. */
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
    /** The generation of the seed in use; `isRotating` while rows of the one before it are left. */
    seed: Type.Optional(Type.Object({ generation: count, isRotating: Type.Boolean() }, closed)),
    /** Keys of admins that end within 30 days; absent: none. */
    expiringKeys: Type.Optional(
      Type.Array(Type.Object({ id: Type.String(), name: Type.String(), expiresAt: Type.String() }, closed)),
    ),
    /** By how much the clock is ahead, while nothing is destroyed for that reason; absent: it is not. */
    clockAheadSeconds: Type.Optional(count),
    /** Of which kind, never where. */
    rootKey: Type.String(),
  },
  closed,
);
export type VaultStatus = Static<typeof VaultStatus>;

/** An account, as its operator sees it. */
const ListedAccount = Type.Object(
  { id: Type.String(), name: Type.String(), createdAt: Type.String(), vaultEnabled: Type.Boolean() },
  closed,
);
export type ListedAccount = Static<typeof ListedAccount>;

/** How far long work is; `of` is absent while nobody knows. */
const Progress = Type.Object(
  { is: Type.Literal('progress'), phase: Type.String(), done: count, of: Type.Optional(count) },
  closed,
);

const Rotated = Type.Object(
  {
    is: Type.Literal('rotated'),
    /** Keys that were rewrapped; with a new seed, rows that got a new MAC. */
    wrapped: count,
    /** Records that are not what the vault wrote; they keep their old term. */
    damaged: count,
    /** The term that new values use; absent when something else was rotated. */
    term: Type.Optional(count),
    /** The generation of a new seed. */
    seed: Type.Optional(count),
    /** Tokens and sandbox sessions that were ended with the old seed. */
    ended: Type.Optional(count),
    /** Old terms that something still uses. */
    kept: Type.Array(count),
  },
  closed,
);
export type Rotated = Omit<Static<typeof Rotated>, 'is'>;

/** What was done to segments of the audit log. */
const LogKept = Type.Object(
  {
    is: Type.Literal('log-kept'),
    /** Segments that were sealed, exported or pruned. */
    segments: count,
    /** The last entry of which that is true, now or before; 0: of none. */
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
  /** The key itself is in the file and nowhere else. */
  Type.Object({ is: Type.Literal('key-kept'), path: Type.String() }, closed),
  Type.Object({ is: Type.Literal('account-made'), id: Type.String(), path: Type.String() }, closed),
  Type.Object({ is: Type.Literal('accounts'), accounts: Type.Array(ListedAccount) }, closed),
  Type.Object({ is: Type.Literal('refused'), sentence: Type.String() }, closed),
]);
export type ControlAnswer = Static<typeof ControlAnswer>;

/** `undefined` when the line is none. */
export function readRequest(line: string): ControlRequest | undefined {
  return read(ControlRequest, line);
}

/** `undefined` when the line is none: another version of the program may answer. */
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
