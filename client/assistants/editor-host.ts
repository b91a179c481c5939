import { AssistantError, type AssistantHost, type SecretAnswer } from '../../assistants/index.ts';
import type { SecretToRequest, ToolName } from '../../assistants/index.ts';
import type { AgentProject } from '../../contracts/agent-project.ts';
import { visible } from '../../contracts/visible-text.ts';
import { type VaultClient, VaultError } from '../../vault-client/index.ts';
import { catalogAnswer } from '../language/catalog-answer.ts';
import type { CatalogState, MissingReason, SessionState } from '../session/session-state.ts';
import { variableNameProblem } from '../snippets/variable-name.ts';
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

/** What the user is asked for. */
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

const recordedByNoOne: ReadonlySet<ToolName> = new Set([
  'list_agent_secrets',
  'check_secret_access',
  'find_secret_references',
]);

/** What the tools need, from the language server and the signed-in user's vault. */
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
      if (!session.vault && recordedByNoOne.has(tool)) return;
      await withVault(session, (vault) => vault.recordAssistantUse(tool));
    },
    agents: async () =>
      (await parts.agents()).toSorted((one, other) => (one.agentId < other.agentId ? -1 : 1)),
    names: async (agentId) => {
      const state = await session.catalog(agentId);
      const answer = catalogAnswer(session.state, state);
      return state.kind === 'missing' ? { ...answer, unknownBecause: unknownBecause[state.reason] } : answer;
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
  if (variableNameProblem(name, []) !== undefined)
    throw new AssistantError('The vault accepts no variable that controls what programs run or trust.');
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
  if (!session.vault)
    throw new AssistantError('No one is signed in to the vault. Ask the user to sign in to Agent Secrets.');
  try {
    return await work(session.vault);
  } catch (error) {
    if (error instanceof VaultError) throw new AssistantError(visible(error.message));
    throw error;
  }
}

const unknownBecause: Readonly<Record<MissingReason, string>> = {
  signedOut: 'No one is signed in to the vault. Ask the user to sign in to Agent Secrets.',
  refused: 'The user is not allowed to see them.',
  unknownAgent: 'The vault does not know this agent.',
  offline: 'The vault cannot be reached.',
  failed: 'The vault failed.',
};
