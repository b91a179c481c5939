import type { AgentProject } from '../../contracts/agent-project.ts';
import type { CatalogResult } from '../../contracts/lsp-messages.ts';
import type { ToolInput, ToolName, ToolOutput } from './tool-schemas.ts';

/**
 * The interface between the tools and their host. The command line and the extension each implement it. It
 * has no way to read a value.
 */
export interface AssistantHost {
  /**
   * Records in the vault's audit log that an assistant uses a tool for this user. Without a vault, does nothing.
   * @throws AssistantError if the account does not allow it, or if it cannot be recorded
   */
  recordUse(tool: ToolName): Promise<void>;
  /** Logs an unexpected error, without values. */
  reportBug(error: unknown): void;
  /** The agents whose code is in the workspace, sorted by id. */
  agents(): Promise<readonly AgentProject[]>;
  /** The names that the agent can see; `unknownBecause` is a sentence that explains a missing catalog. */
  names(agentId: string): Promise<CatalogResult & { readonly unknownBecause?: string }>;
  /** The names that are most similar to a name that does not exist, most similar first. */
  nearest(name: string, names: readonly string[]): readonly string[] | Promise<readonly string[]>;
  /**
   * References and findings below the paths, which are relative to the workspace; without paths, everywhere.
   */
  review(paths: readonly string[], signal?: AbortSignal): Promise<CodeReview>;
  /** Asks an admin to grant an agent access. Returns the request's id. */
  requestAccess(request: AccessToRequest): Promise<string>;
  /** Lets the user type the value of an environment secret. Returns how that ended. */
  requestSecret(request: SecretToRequest, signal?: AbortSignal): Promise<SecretAnswer>;
}

export interface CodeReview {
  readonly references: readonly FoundReference[];
  readonly findings: readonly FoundProblem[];
}

interface FoundAt {
  /** Relative to the workspace, with forward slashes. */
  readonly path: string;
  /** From 1. */
  readonly line: number;
}

export interface FoundReference extends FoundAt {
  /** Absent outside any agent project. */
  readonly agent?: string;
  /** Every possible name that is fully known, sorted. */
  readonly names: string[];
  /** Whether parts of the name are only known at run time. */
  readonly dynamic: boolean;
}

/**
 * Its message is left out: it contains names that other people wrote, outside quotation marks too, and a model might
 * take them for instructions.
 */
export interface FoundProblem extends FoundAt {
  readonly rule: string;
  readonly severity: string;
}

export interface AccessToRequest {
  readonly agentId: string;
  readonly name: string;
  readonly reason: string;
  readonly place?: string;
}

export interface SecretToRequest {
  readonly name: string;
  /** Written by the model: shown as a quotation, never as text of the product. */
  readonly purpose: string;
}

/** `waiting` if the user has not answered yet; the same call can be made again to ask for the outcome. */
export type SecretOutcome = 'saved' | 'declined' | 'waiting' | 'expired';

export interface SecretAnswer {
  readonly status: SecretOutcome;
  /** The code that the user sees next to the input; set while the input is open. */
  readonly code?: string;
}

/** @throws AssistantError with a sentence that the model and the user can act on */
export type RunTool<Name extends ToolName> = (
  input: ToolInput<Name>,
  host: AssistantHost,
  signal?: AbortSignal,
) => Promise<ToolOutput<Name>>;
