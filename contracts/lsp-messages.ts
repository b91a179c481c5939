import type { AgentProject } from './agent-project.ts';
import type { AgentCatalog } from './catalog.ts';

/** Zero-based, in UTF-16 code units, as in the Language Server Protocol. */
export interface Range {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
}

/** A location in a file. */
export interface Place {
  readonly uri: string;
  readonly range: Range;
}

/** Custom messages between the language client and the server. Each comment gives the direction. */
export const lspMessages = {
  /**
   * server requests from client: {@link CatalogParams} → {@link CatalogResult}. The server has no other
   * source of names.
   */
  catalog: 'agentSecrets/catalog',
  /**
   * server requests from client: {@link FileParams} → {@link TextResult}. For files that the server cannot
   * reach.
   */
  readFile: 'agentSecrets/readFile',
  /** server requests from client: {@link FileParams} → {@link FolderResult}. */
  listFolder: 'agentSecrets/listFolder',
  /** client notifies server: {@link CatalogChangedParams}. */
  catalogChanged: 'agentSecrets/catalogChanged',
  /**
   * client notifies server: {@link AgentPinnedParams}. Completion outside any agent uses the pinned agent.
   */
  agentPinned: 'agentSecrets/agentPinned',
  /** client requests from server: {@link AgentParams} → {@link AgentResult}. */
  agent: 'agentSecrets/agent',
  /** client requests from server: {@link UsesParams} → {@link UsesResult}. */
  uses: 'agentSecrets/uses',
  /** client requests from server: {@link UsesParams} → `FindingsResult`. */
  findings: 'agentSecrets/findings',
  /** client requests from server: {@link PlacesParams} → {@link PlacesResult}. */
  places: 'agentSecrets/places',
  /** client requests from server: {@link ExplainParams} → {@link ExplainResult}. */
  explain: 'agentSecrets/explain',
  /** client requests from server: {@link ExplainParams} → {@link ExplainSilenceResult}. */
  explainSilence: 'agentSecrets/explainSilence',
  /** client requests from server: {@link FunctionsParams} → {@link FunctionsResult}. */
  functions: 'agentSecrets/functions',
  /** client requests from server: {@link LiteralParams} → {@link LiteralResult}. */
  literal: 'agentSecrets/literal',
  /** server notifies client: {@link FindingsChangedParams}. Only with {@link ServerOptions.fileRefresh}. */
  findingsChanged: 'agentSecrets/findingsChanged',
  /** server notifies client: {@link UsesChangedParams}. Displayed counts and findings may be stale. */
  usesChanged: 'agentSecrets/usesChanged',
} as const;

export interface CatalogParams {
  readonly agentId: string;
}

/** Identifies a file or folder. */
export interface FileParams {
  readonly uri: string;
}

/** `text` is absent if the file does not exist, cannot be read, or is too large to be code. */
export interface TextResult {
  readonly text?: string;
}

/** Empty unless the URI is a readable folder. */
export interface FolderResult {
  readonly entries: readonly { readonly name: string; readonly isFolder: boolean }[];
}

/** `catalog` is absent if nothing is known: signed out, offline without a cached copy, or access refused. */
export interface CatalogResult {
  readonly catalog?: AgentCatalog;
  /** Names of the signed-in user's environment secrets; absent if they are not known. */
  readonly environment?: readonly string[];
  /** ISO 8601: when the vault returned the catalog. */
  readonly asOf?: string;
  /** The vault is unreachable: anything may have changed since `asOf`. Absent while it is reachable. */
  readonly old?: boolean;
  /** The signed-in user's permissions decide which fixes are offered. */
  readonly mayGrant: boolean;
  readonly mayCreate: boolean;
  readonly mayRequest?: boolean;
}

/**
 * Without `agentIds`, everything may have changed. The server requests the catalogs that are not in
 * `catalogs`.
 */
export interface CatalogChangedParams {
  readonly agentIds?: readonly string[];
  readonly catalogs?: readonly AgentCatalogResult[];
}

export interface AgentCatalogResult {
  readonly agentId: string;
  readonly result: CatalogResult;
}

/** The findings of one file may have changed. */
export interface FindingsChangedParams {
  readonly uri: string;
}

/** Without an agent, the active file decides which agent applies again. */
export interface AgentPinnedParams {
  readonly agent?: AgentProject;
}

export interface AgentParams {
  readonly uri: string;
}

/**
 * `problem` is a sentence for the user if a `project.yaml` was found but cannot be used (it is corrupt, or
 * two projects claim the same ID).
 */
export interface AgentResult {
  readonly agent?: AgentProject;
  readonly problem?: string;
}

export interface UsesParams {
  readonly agentId: string;
}

/** `names` maps a secret's name to every place of the agent project that may read it. */
export interface UsesResult {
  readonly names: Readonly<Record<string, readonly Place[]>>;
  /** Places that choose a name at run time, which `names` does not include; absent while nothing is known. */
  readonly choices?: readonly NameChoice[];
  /** False while the project is still being read. */
  readonly complete: boolean;
}

/** A place that does not determine which secret is read. */
export interface NameChoice {
  /** The known parts of the name, with `*` for each unknown part; `*` alone if nothing is known. */
  readonly pattern: string;
  readonly place: Place;
}

/** Only for agents that were requested before. */
export interface UsesChangedParams {
  readonly agentIds: readonly string[];
}

export interface PlacesParams {
  /** The name of a secret. */
  readonly name: string;
  /** `environment` for an environment secret. */
  readonly dialect?: 'agent' | 'environment';
}

/** Every place of every agent in the workspace that may read the secret. */
export interface PlacesResult {
  readonly places: readonly Place[];
}

export interface ExplainParams {
  readonly uri: string;
  readonly position: Range['start'];
}

/**
 * How the names of one reference were found. `subject` is absent if there is no reference at the position.
 */
export interface ExplainResult {
  /** The code that names the secret, on one line. */
  readonly subject?: string;
  readonly names: readonly ExplainedName[];
}

/** Why nothing is reported at a position, one sentence per reason. Empty if the file is not open. */
export interface ExplainSilenceResult {
  readonly reasons: readonly string[];
}

/** One possible name and how it was derived. */
export interface ExplainedName {
  /** `pattern`: parts of it are known only at run time; `unknown`: all of it. */
  readonly kind: 'name' | 'pattern' | 'unknown';
  /** The name, the pattern, or the sentence that explains why it is not known. */
  readonly text: string;
  /** From the reference to where the name is written. */
  readonly steps: readonly ExplainedStep[];
}

/** A sentence for the user, and the place it refers to. */
export interface ExplainedStep {
  readonly sentence: string;
  /** On one line. */
  readonly code: string;
  readonly place: Place;
}

export interface FunctionsParams {
  readonly uri: string;
}

/** In text order. */
export interface FunctionsResult {
  readonly functions: readonly RunnableFunction[];
}

/** A function that can be run on its own, or a script. */
export interface RunnableFunction {
  /** Absent for a script, which runs as a whole. */
  readonly name?: string;
  /** The range of the name, or the start of a script. */
  readonly range: Range;
  /** The whole function. */
  readonly definition: Range;
  /** Parameters that the caller passes; the platform adds the conversation and the flow. */
  readonly parameters: readonly FunctionParameter[];
}

export interface FunctionParameter {
  readonly name: string;
  /** The annotation as written. */
  readonly type?: string;
  readonly description?: string;
  /** The default value as written; absent if one must be passed. */
  readonly default?: string;
  /** Its name suggests a credential: the value is hidden on input and never stored. */
  readonly isSecret: boolean;
}

export interface LiteralParams {
  readonly uri: string;
  /** The selection, or the cursor. */
  readonly range: Range;
}

/** String literals that can become the value of a secret, or the reason why none can. */
export type LiteralResult = MovableLiteral | { readonly problem: LiteralProblem };

/** `select-part`: the string contains more than the credential, so the credential must be selected. */
export type LiteralProblem = 'no-literal' | 'not-plain' | 'select-part';

/**
 * Contains ranges and punctuation only, never the text of a string: the client reads the value from its own
 * document.
 */
export interface MovableLiteral {
  /** The version of the document that the ranges refer to. */
  readonly version: number;
  readonly language: 'python' | 'javascript';
  /** One for a single value, or one per field of a key/value secret; in text order. */
  readonly parts: readonly LiteralPart[];
  /** Whether an agent secret can be read there; environment secrets can be read anywhere. */
  readonly seesConversation: boolean;
}

export interface LiteralPart {
  /** The range to replace. */
  readonly range: Range;
  /** The value is the concatenated text of these ranges. */
  readonly value: readonly Range[];
  /** The name of the field in the code. */
  readonly field?: Range;
  /** The quotes for strings in the code that reads the secret. */
  readonly quote: '"' | "'";
  /** The new text before and after the code that reads the secret. */
  readonly before: readonly LiteralPiece[];
  readonly after: readonly LiteralPiece[];
}

/** Punctuation to write, or a range whose text is copied. */
export type LiteralPiece = string | Range;

/** Argument that code lenses pass to `peekReferences`. */
export interface PeekArgument {
  readonly uri: string;
  readonly ranges: readonly Range[];
}

/** `initializationOptions` of the server. */
export interface ServerOptions {
  /** Path of a catalog snapshot; the server then requests no catalogs. */
  readonly catalogFile?: string;
  /** Client commands that the server may use in code actions; if false or absent, it uses none. */
  readonly clientCommands?: boolean;
  /** The user's display language, such as `de`; English if absent. */
  readonly language?: string;
  /** English texts mapped to their translation; texts without one stay English. */
  readonly words?: Readonly<Record<string, string>>;
  /** The client answers `readFile` and `listFolder`. */
  readonly clientFiles?: boolean;
  /** The client can request the findings of a single file again. */
  readonly fileRefresh?: boolean;
}
