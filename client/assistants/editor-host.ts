import { AssistantError, type AssistantHost, type SecretAnswer } from '../../assistants/index.ts';
import type { SecretToRequest, ToolName } from '../../assistants/index.ts';
import type { AgentProject } from '../../contracts/agent-project.ts';
import { type VaultClient, VaultError } from '../../vault-client/index.ts';
import { catalogAnswer } from '../language/catalog-answer.ts';
import type { CatalogState, SessionState } from '../session/session-state.ts';
import { type AnalyzedCode, reviewCode } from './review-code.ts';

type HostVault = Pick<
  VaultClient,
  'recordAssistantUse' | 'requestAccess' | 'environment' | 'createVariable' | 'changeVariable'
>;

interface HostSession {
  readonly state: SessionState;
  readonly vault: HostVault | undefined;
  settled(): Promise<unknown>;
  catalog(agentId: string): Promise<CatalogState>;
}

/** The value that the user is asked for. */
export interface ValueToAsk extends SecretToRequest {
  /** Whether the value replaces a stored one. */
  readonly replaces: boolean;
}

export interface EditorHostParts {
  readonly session: HostSession;
  readonly code: AnalyzedCode;
  /** The agents in the workspace, in any order. */
  readonly agents: () => Promise<readonly AgentProject[]>;
  readonly nearest: AssistantHost['nearest'];
  /** Lets the user type a value. Returns `undefined` if they decline, or as soon as the signal is aborted. */
  readonly askForValue: (request: ValueToAsk, signal?: AbortSignal) => Promise<string | undefined>;
  /** Called after a value has been stored under this name. */
  readonly stored: (name: string) => void;
  readonly reportBug: (error: unknown) => void;
}

const changing: ReadonlySet<ToolName> = new Set(['request_access', 'request_secret']);

/** The tools' host, based on the language server and the signed-in user's vault. */
export function createEditorHost(parts: EditorHostParts): AssistantHost {
  const { session, code, nearest, reportBug } = parts;
  /** The editor has one input box: further requests wait for the current one. */
  let asking: Promise<unknown> = Promise.resolve();

  const inTurn = <T>(ask: () => Promise<T>): Promise<T> => {
    const answer = asking.then(ask);
    asking = answer.catch(() => undefined);
    return answer;
  };

  return {
    reportBug,
    nearest,
    recordUse: async (tool) => {
      await session.settled();
      // Without a vault, the read-only tools still find references, and names in the example's catalog.
      if (!session.vault && !changing.has(tool)) return;
      await withVault(session, (vault) => vault.recordAssistantUse(tool));
    },
    agents: async () =>
      (await parts.agents()).toSorted((one, other) => (one.agentId < other.agentId ? -1 : 1)),
    names: async (agentId) => {
      const state = await session.catalog(agentId);
      const answer = catalogAnswer(session.state, state);
      if (state.kind !== 'missing') return answer;
      const { reason } = state;
      return { ...answer, unknownBecause: reason === 'signedOut' ? signedOut : `The reason is "${reason}".` };
    },
    review: async (paths, signal) => {
      const agents = await parts.agents();
      // The language server requests the catalogs from here, and waits only briefly.
      await Promise.all(agents.map(({ agentId }) => session.catalog(agentId)));
      return reviewCode(
        code,
        agents.map(({ agentId }) => agentId),
        paths,
        signal,
      );
    },
    requestAccess: async ({ agentId, name, reason, place }) => {
      const request = { secretName: name, reason, ...(place !== undefined && { place }) };
      return (await withVault(session, (vault) => vault.requestAccess(agentId, request))).id;
    },
    requestSecret: (request, signal) =>
      inTurn(() => withVault(session, (vault) => requestSecret(request, vault, parts, signal))),
  };
}

async function requestSecret(
  request: SecretToRequest,
  vault: HostVault,
  { askForValue, stored }: EditorHostParts,
  signal: AbortSignal | undefined,
): Promise<SecretAnswer> {
  const { name } = request;
  const replaces = (await vault.environment()).some((one) => one.name === name);
  const value = signal?.aborted ? undefined : await askForValue({ ...request, replaces }, signal);
  if (value === undefined) return { status: 'declined' };
  if (replaces) await vault.changeVariable(name, { value });
  else await vault.createVariable({ name, value });
  stored(name);
  return { status: 'saved' };
}

/** @throws AssistantError */
async function withVault<T>(session: HostSession, work: (vault: HostVault) => Promise<T>): Promise<T> {
  await session.settled();
  if (!session.vault) throw new AssistantError(signedOut);
  try {
    return await work(session.vault);
  } catch (error) {
    if (error instanceof VaultError) throw new AssistantError(error.message);
    throw error;
  }
}

const signedOut = 'No one is signed in to the vault. Ask the user to sign in to Agent Secrets.';
