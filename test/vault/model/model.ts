/** The vault in its simplest form: what users and agents may rely on, without the implementation. */
export interface Model {
  minutes: number;
  readonly agents: Set<string>;
  readonly secrets: Map<string, ModelSecret>;
  readonly requests: ModelRequest[];
  readonly tokens: ModelToken[];
  readonly variables: Map<string, string>;
  readonly sessions: { readonly endsAt: number; isEnded: boolean }[];
}

export interface ModelSecret {
  /** Version 1 first. */
  readonly values: string[];
  version: number;
  revision: number;
  accessVersion: number;
  readonly agents: Set<string>;
  deletedAt: number | undefined;
  isDeprecated: boolean;
}

interface ModelRequest {
  readonly agent: string;
  readonly secret: string;
  status: 'pending' | 'approved' | 'declined';
}

interface ModelToken {
  readonly agent: string;
  readonly endsAt: number;
  revokedAt: number | undefined;
  /** Removed a month after its end. */
  isForgotten: boolean;
}

/** The required answer of the vault. */
export interface Expected {
  readonly status: number;
  /** Required parts of the body. */
  readonly body?: Readonly<Record<string, unknown>>;
}

/** The agents that exist from the start. */
export const firstAgents = ['A', 'B'] as const;

export function emptyModel(): Model {
  return {
    minutes: 0,
    agents: new Set(firstAgents),
    secrets: new Map(),
    requests: [],
    tokens: [],
    variables: new Map(),
    sessions: [],
  };
}

export const week = 7 * 24 * 60;
const month = 30 * 24 * 60;
export const refused = (status: number, code: string): Expected => ({ status, body: { code } });
export const noSecret = refused(404, 'SecretNotFound');

/** One that exists and is not deleted. */
export function living(model: Model, name: string): ModelSecret | undefined {
  const secret = model.secrets.get(name);
  return secret?.deletedAt === undefined ? secret : undefined;
}

export function metadata(name: string, secret: ModelSecret): Expected {
  const { version, revision, agents } = secret;
  return { status: 200, body: { name, version, revision, agentIds: [...agents].toSorted() } };
}

/** Grants and revokes; nothing changes when the access list already matches. */
export function changeList(
  model: Model,
  name: string,
  change: { readonly grant: readonly string[]; readonly revoke: readonly string[]; readonly isOld: boolean },
): Expected {
  const secret = living(model, name);
  if (!secret) return noSecret;
  if (change.isOld) return refused(412, 'VersionConflict');
  const { grant, revoke } = change;
  const isWrong = grant.some((agent) => revoke.includes(agent) || !model.agents.has(agent));
  if (isWrong) return refused(400, 'InvalidInput');
  const before = [...secret.agents];
  for (const agent of grant) secret.agents.add(agent);
  for (const agent of revoke) secret.agents.delete(agent);
  const isSame = before.length === secret.agents.size && before.every((agent) => secret.agents.has(agent));
  if (!isSame) {
    secret.accessVersion += 1;
    secret.revision += 1;
  }
  return { status: 200, body: { agentIds: [...secret.agents].toSorted(), version: secret.accessVersion } };
}

export function copyOf(model: Model): Model {
  return structuredClone(model);
}

/** A change of many is all or nothing. */
export function takeBack(model: Model, before: Model): void {
  model.secrets.clear();
  for (const [name, secret] of before.secrets) model.secrets.set(name, secret);
}

/** The effect of time: deleted secrets are destroyed after a week, and ended keys removed after a month. */
export function pass(model: Model, minutes: number): void {
  model.minutes += minutes;
  for (const [name, { deletedAt }] of model.secrets) {
    if (deletedAt !== undefined && deletedAt + week <= model.minutes) model.secrets.delete(name);
  }
  for (const token of model.tokens)
    if ((token.revokedAt ?? token.endsAt) + month < model.minutes) token.isForgotten = true;
}
