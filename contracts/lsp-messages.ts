import type { AgentProject } from './agent-project.ts';
import type { AgentCatalog } from './catalog.ts';

/** Zero-based positions in UTF-16 code units, as in the Language Server Protocol. */
export interface Range {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
}

/** A location in a file. */
export interface Place {
  readonly uri: string;
  readonly range: Range;
}

/** Custom messages between the language client and the server. Each comment states the direction. */
export const lspMessages = {
  /**
   * server requests from client: {@link CatalogParams} → {@link CatalogResult}. This is the server's only
   * source of names.
   */
  catalog: 'agentSecrets/catalog',
  /**
   * server requests from client: {@link FileParams} → {@link TextResult}. For files that the server cannot
   * access directly.
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
  /** client requests from server: `FindingsParams` → `FindingsResult`. */
  findings: 'agentSecrets/findings',
  /** client requests from server: `ChangesParams` → `ChangesResult`. */
  changes: 'agentSecrets/changes',
  /** client requests from server: {@link NearestParams} → {@link NearestResult}. */
  nearest: 'agentSecrets/nearest',
  /** client requests from server: {@link PlacesParams} → {@link PlacesResult}. */
  places: 'agentSecrets/places',
  /** client requests from server: {@link FieldPlacesParams} → {@link FieldPlacesResult}. */
  fieldPlaces: 'agentSecrets/fieldPlaces',
  /** client requests from server: {@link ExplainParams} → {@link ExplainResult}. */
  explain: 'agentSecrets/explain',
  /** client requests from server: {@link ExplainParams} → {@link ExplainSilenceResult}. */
  explainSilence: 'agentSecrets/explainSilence',
  /** client requests from server: {@link FunctionsParams} → {@link FunctionsResult}. */
  functions: 'agentSecrets/functions',
  /** client requests from server: {@link LiteralParams} → {@link LiteralResult}. */
  literal: 'agentSecrets/literal',
  /** client requests from server: {@link SnippetPlacesParams} → {@link SnippetPlacesResult}. */
  snippetPlaces: 'agentSecrets/snippetPlaces',
  /** server notifies client: {@link FindingsChangedParams}. Only with {@link ServerOptions.fileRefresh}. */
  findingsChanged: 'agentSecrets/findingsChanged',
  /** client notifies server: {@link CursorMovedParams}. Only with {@link ServerOptions.tellsCursor}. */
  cursorMoved: 'agentSecrets/cursorMoved',
  /** server notifies client: {@link UsesChangedParams}. The counts and findings on display may be stale. */
  usesChanged: 'agentSecrets/usesChanged',
} as const;

export interface CatalogParams {
  readonly agentId: string;
}

/** The cursor has moved away from where the last edit of the file left it. */
export interface CursorMovedParams {
  readonly uri: string;
  /** Absent if the cursor is in another file, or the file was saved. */
  readonly position?: Range['start'];
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

/**
 * `catalog` is absent if nothing is known: the user is signed out or has no access, or the client is offline
 * and has no cached copy.
 */
export interface CatalogResult {
  readonly catalog?: AgentCatalog;
  /** Names of the signed-in user's environment secrets; absent if they are unknown. */
  readonly environment?: readonly string[];
  /** When the vault returned the catalog; ISO 8601. */
  readonly asOf?: string;
  /**
   * True if the vault is unreachable, so anything may have changed since `asOf`. Absent while it is
   * reachable.
   */
  readonly old?: boolean;
  /** Whether the signed-in user may grant access; determines which fixes are offered. */
  readonly mayGrant: boolean;
  readonly mayCreate: boolean;
  readonly mayRequest?: boolean;
  /** The open requests for access of the catalog's agent; absent if there are none, or they are unknown. */
  readonly requests?: readonly OpenRequest[];
  /** True if no one is signed in, so that signing in may show the catalog. */
  readonly signedOut?: boolean;
}

/** A request for access that no admin has decided yet. */
export interface OpenRequest {
  /** The name of the secret. */
  readonly name: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** Who asked; absent if it was the signed-in user. */
  readonly by?: string;
}

/**
 * Without `agentIds`, everything may have changed. The server requests the catalogs that `catalogs` does not
 * include.
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

/** If no agent is pinned, the active file determines the agent again. */
export interface AgentPinnedParams {
  readonly agent?: AgentProject;
}

export interface AgentParams {
  readonly uri: string;
}

/**
 * `problem` is a sentence for the user. It is set if a `project.yaml` exists but cannot be used: the file is
 * invalid, or two projects claim the same ID.
 */
export interface AgentResult {
  readonly agent?: AgentProject;
  readonly problem?: string;
}

export interface UsesParams {
  readonly agentId: string;
}

/** `names` maps the name of each secret to every location in the agent project that may read it. */
export interface UsesResult {
  readonly names: Readonly<Record<string, readonly Place[]>>;
  /**
   * Locations that choose a name at run time, which `names` does not include; absent while nothing is known.
   */
  readonly choices?: readonly NameChoice[];
  /** False while the project is still being analyzed. */
  readonly complete: boolean;
}

/** Which of these names are most similar to one that does not exist. */
export interface NearestParams {
  readonly name: string;
  readonly names: readonly string[];
}

/** Most similar first. */
export interface NearestResult {
  readonly names: readonly string[];
}

/** A location that reads a secret whose name is not fully known. */
export interface NameChoice {
  /**
   * The known parts of the name, with `*` in place of each unknown part; a single `*` if nothing is known.
   */
  readonly pattern: string;
  readonly place: Place;
}

/** Sent only for agents that the client has requested before. */
export interface UsesChangedParams {
  readonly agentIds: readonly string[];
}

export interface PlacesParams {
  /** The name of a secret. */
  readonly name: string;
  /** `environment` if the name is that of an environment secret. */
  readonly dialect?: 'agent' | 'environment';
}

/** Every location in the workspace where any agent may read the secret. */
export interface PlacesResult {
  readonly places: readonly Place[];
}

export interface FieldPlacesParams {
  /** The name of a secret. */
  readonly name: string;
  readonly fields: readonly string[];
}

/** Where the code of any agent in the workspace may read the secret. */
export interface FieldPlacesResult {
  /** The names of these fields, where one is read from a value that may be the secret. */
  readonly fields: readonly Place[];
  /** Reads of the secret whose value was not seen to be used in this way. */
  readonly others: readonly Place[];
}

export interface ExplainParams {
  readonly uri: string;
  readonly position: Range['start'];
}

/**
 * How the names of one reference were derived. `subject` is absent if there is no reference at the position.
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

/** A possible name and how it was derived. */
export interface ExplainedName {
  /** `pattern`: parts of the name are known only at run time. `unknown`: the entire name is. */
  readonly kind: 'name' | 'pattern' | 'unknown';
  /** The name, the pattern, or a sentence that explains why the name is unknown. */
  readonly text: string;
  /** The steps from the reference to the code that contains the name. */
  readonly steps: readonly ExplainedStep[];
}

/** A sentence for the user, and the location it refers to. */
export interface ExplainedStep {
  readonly sentence: string;
  /** The code at that location, on one line. */
  readonly code: string;
  readonly place: Place;
}

export interface FunctionsParams {
  readonly uri: string;
}

/** In source order. */
export interface FunctionsResult {
  readonly functions: readonly RunnableFunction[];
}

/** A script, or a function that can be run by itself. */
export interface RunnableFunction {
  /** Absent for a script, which is always run from start to end. */
  readonly name?: string;
  /** The range of the name, or the start of a script. */
  readonly range: Range;
  /** The range of the entire function. */
  readonly definition: Range;
  /** Parameters that the caller passes; the platform supplies the conversation and the flow. */
  readonly parameters: readonly FunctionParameter[];
}

export interface FunctionParameter {
  readonly name: string;
  /** The type annotation as written in the code. */
  readonly type?: string;
  readonly description?: string;
  /** The default value as written in the code; absent if the argument is required. */
  readonly default?: string;
  /** Whether the name suggests a credential; if so, the input is masked and the value is never stored. */
  readonly isSecret: boolean;
}

export interface SnippetPlacesParams {
  readonly uri: string;
  /** The selections that a snippet replaces. */
  readonly ranges: readonly Range[];
}

/** One place for each range. Empty if the file is not open. */
export interface SnippetPlacesResult {
  readonly places: readonly SnippetPlace[];
}

/** Where a snippet is inserted, which determines what is written. */
export interface SnippetPlace {
  /**
   * `string` is any text, including comments. `property` is one of an object or a dictionary, `member` one of
   * a JavaScript class. `variable` can only be a name, as in a list of parameters.
   */
  readonly kind:
    | 'statement'
    | 'expression'
    | 'string'
    | 'property'
    | 'member'
    | 'variable'
    | 'jsx-value'
    | 'jsx-attribute';
  /** The only quote that the code can use; absent if it can use both. */
  readonly quote?: '"' | "'";
  /** Another element follows, so the code must end with a comma. */
  readonly comma?: true;
}

export interface LiteralParams {
  readonly uri: string;
  /** The selection, or the cursor. */
  readonly range: Range;
}

/** String literals that can become the value of a secret, or the reason why no literal can. */
export type LiteralResult = MovableLiteral | { readonly problem: LiteralProblem };

/** `select-part`: the string contains more than the credential, so the user must select the credential. */
export type LiteralProblem = 'no-literal' | 'not-plain' | 'select-part';

/**
 * Contains only ranges and punctuation, never the contents of a string: the client reads the value from its
 * own document.
 */
export interface MovableLiteral {
  /** The document version that the ranges refer to. */
  readonly version: number;
  readonly language: 'python' | 'javascript';
  /** One part for a single value, or one part per field of a key/value secret, in source order. */
  readonly parts: readonly LiteralPart[];
  /** Whether an agent secret can be read at this location; environment secrets can be read anywhere. */
  readonly seesConversation: boolean;
}

export interface LiteralPart {
  /** The range to replace. */
  readonly range: Range;
  /** The value is the concatenated contents of these ranges. */
  readonly value: readonly Range[];
  /** The range of the field's name in the code. */
  readonly field?: Range;
  /** The quote character for strings in the code that reads the secret. */
  readonly quote: '"' | "'";
  /** The new text before and after the code that reads the secret. */
  readonly before: readonly LiteralPiece[];
  readonly after: readonly LiteralPiece[];
}

/** Punctuation to insert, or a range whose text is copied. */
export type LiteralPiece = string | Range;

/** Argument that code lenses pass to `peekReferences`. */
export interface PeekArgument {
  readonly uri: string;
  readonly ranges: readonly Range[];
}

/** The server's `initializationOptions`. */
export interface ServerOptions {
  /** Path of a catalog snapshot; if set, the server requests no catalogs. */
  readonly catalogFile?: string;
  /** Whether code actions may use client commands; if false or absent, they use none. */
  readonly clientCommands?: boolean;
  /** The user's display language, such as `de`; English if absent. */
  readonly language?: string;
  /** Maps English messages to their translations; messages without one stay English. */
  readonly words?: Readonly<Record<string, string>>;
  /** The client responds to `readFile` and `listFolder`. */
  readonly clientFiles?: boolean;
  /** The client asks for the findings of all files, not only of open ones. */
  readonly wholeWorkspace?: boolean;
  /** The client sends `cursorMoved`. */
  readonly tellsCursor?: boolean;
  /** The client can request the findings of a single file again. */
  readonly fileRefresh?: boolean;
}
