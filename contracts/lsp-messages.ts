import type { AgentProject } from './agent-project.ts';
import type { AgentCatalog } from './catalog.ts';

/** Zero-based, UTF-16, as in the language server protocol. */
export interface Range {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
}

/** A place in a file. */
export interface Place {
  readonly uri: string;
  readonly range: Range;
}

/** Custom messages between the language client and the server. Each line says who asks whom. */
export const lspMessages = {
  /** server asks client: {@link CatalogParams} → {@link CatalogResult}. The server has no other source of names. */
  catalog: 'agentSecrets/catalog',
  /** server asks client: {@link FileParams} → {@link TextResult}. Of files that the server cannot reach. */
  readFile: 'agentSecrets/readFile',
  /** server asks client: {@link FileParams} → {@link FolderResult}. */
  listFolder: 'agentSecrets/listFolder',
  /** client tells server: {@link CatalogChangedParams}. */
  catalogChanged: 'agentSecrets/catalogChanged',
  /** client tells server: {@link AgentPinnedParams}. Completion outside of any agent is for that one. */
  agentPinned: 'agentSecrets/agentPinned',
  /** client asks server: {@link AgentParams} → {@link AgentResult}. */
  agent: 'agentSecrets/agent',
  /** client asks server: {@link UsesParams} → {@link UsesResult}. */
  uses: 'agentSecrets/uses',
  /** client asks server: {@link UsesParams} → `FindingsResult`. */
  findings: 'agentSecrets/findings',
  /** client asks server: {@link PlacesParams} → {@link PlacesResult}. */
  places: 'agentSecrets/places',
  /** client asks server: {@link ExplainParams} → {@link ExplainResult}. */
  explain: 'agentSecrets/explain',
  /** client asks server: {@link ExplainParams} → {@link ExplainSilenceResult}. */
  explainSilence: 'agentSecrets/explainSilence',
  /** client asks server: {@link FunctionsParams} → {@link FunctionsResult}. */
  functions: 'agentSecrets/functions',
  /** client asks server: {@link LiteralParams} → {@link LiteralResult}. */
  literal: 'agentSecrets/literal',
  /** server tells client: {@link FindingsChangedParams}. Only with {@link ServerOptions.fileRefresh}. */
  findingsChanged: 'agentSecrets/findingsChanged',
  /** server tells client: {@link UsesChangedParams}. Counts and findings shown may be old now. */
  usesChanged: 'agentSecrets/usesChanged',
} as const;

export interface CatalogParams {
  readonly agentId: string;
}

/** Of a file or folder. */
export interface FileParams {
  readonly uri: string;
}

/** Without `text`, the file does not exist, cannot be read, or is too large to be code. */
export interface TextResult {
  readonly text?: string;
}

/** Empty for anything but a readable folder. */
export interface FolderResult {
  readonly entries: readonly { readonly name: string; readonly isFolder: boolean }[];
}

/** `catalog` is absent when nothing is known: signed out, offline without a copy, refused. */
export interface CatalogResult {
  readonly catalog?: AgentCatalog;
  /** Names of the environment secrets of the signed-in person; absent when they are not known. */
  readonly environment?: readonly string[];
  /** ISO 8601: when the vault said so. */
  readonly asOf?: string;
  /** The vault cannot be asked now: since `asOf` anything may have changed. Absent while it answers. */
  readonly old?: boolean;
  /** What the signed-in person may do decides which fixes are offered. */
  readonly mayGrant: boolean;
  readonly mayCreate: boolean;
  readonly mayRequest?: boolean;
}

/** Without `agentIds`, everything may have changed. The server requests what `catalogs` does not hold. */
export interface CatalogChangedParams {
  readonly agentIds?: readonly string[];
  readonly catalogs?: readonly AgentCatalogResult[];
}

export interface AgentCatalogResult {
  readonly agentId: string;
  readonly result: CatalogResult;
}

/** One file may have other findings now. */
export interface FindingsChangedParams {
  readonly uri: string;
}

/** Without an agent, the person follows the active file again. */
export interface AgentPinnedParams {
  readonly agent?: AgentProject;
}

export interface AgentParams {
  readonly uri: string;
}

/**
 * `problem` is a sentence for the person when a `project.yaml` was found but cannot be used
 * (corrupt, or two projects claim one id).
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
  /** Places that choose a name at run time, which `names` does not count; absent while nothing is known. */
  readonly choices?: readonly NameChoice[];
  /** False while the project is still being read. */
  readonly complete: boolean;
}

/** A place where it is not certain which secret is read. */
export interface NameChoice {
  /** What is known of the name, with `*` for each part that is not; `*` alone: nothing. */
  readonly pattern: string;
  readonly place: Place;
}

/** Of agents that were requested before. */
export interface UsesChangedParams {
  readonly agentIds: readonly string[];
}

export interface PlacesParams {
  /** Of a secret. */
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

/** How the names of one reference were found. Without `subject`, the place has no reference. */
export interface ExplainResult {
  /** The code that names the secret, on one line. */
  readonly subject?: string;
  readonly names: readonly ExplainedName[];
}

/** Why nothing is reported at a place, one sentence for each reason. Empty if the file is not open. */
export interface ExplainSilenceResult {
  readonly reasons: readonly string[];
}

/** One possible name and the way to it. */
export interface ExplainedName {
  /** `pattern`: parts of it are known only at run time; `unknown`: all of it. */
  readonly kind: 'name' | 'pattern' | 'unknown';
  /** The name, the pattern, or the sentence that says why it is not known. */
  readonly text: string;
  /** From the reference to where the name is written. */
  readonly steps: readonly ExplainedStep[];
}

/** A sentence for the person, and where to look. */
export interface ExplainedStep {
  readonly sentence: string;
  /** On one line. */
  readonly code: string;
  readonly place: Place;
}

export interface FunctionsParams {
  readonly uri: string;
}

/** In the order of the text. */
export interface FunctionsResult {
  readonly functions: readonly RunnableFunction[];
}

/** A function that can be run by itself, or a script. */
export interface RunnableFunction {
  /** Absent for a script, which runs as a whole. */
  readonly name?: string;
  /** Of the name; the start of a script. */
  readonly range: Range;
  /** All of it. */
  readonly definition: Range;
  /** Those that the caller passes; the platform adds the conversation and the flow. */
  readonly parameters: readonly FunctionParameter[];
}

export interface FunctionParameter {
  readonly name: string;
  /** The annotation as written. */
  readonly type?: string;
  readonly description?: string;
  /** The default value as written; absent if one must be passed. */
  readonly default?: string;
  /** By its name, it may receive a credential: what is passed is hidden and never remembered. */
  readonly isSecret: boolean;
}

export interface LiteralParams {
  readonly uri: string;
  /** The selection, or the cursor. */
  readonly range: Range;
}

/** String literals that can become the value of a secret, or the reason why none can. */
export type LiteralResult = MovableLiteral | { readonly problem: LiteralProblem };

/** `select-part`: the string has other parts, so the credential in it must be selected. */
export type LiteralProblem = 'no-literal' | 'not-plain' | 'select-part';

/** Holds places and punctuation only, never text of a string: the client reads the value from its own document. */
export interface MovableLiteral {
  /** Of the document that the ranges refer to. */
  readonly version: number;
  readonly language: 'python' | 'javascript';
  /** One for a single value, one for each field of a key/value secret; in the order of the text. */
  readonly parts: readonly LiteralPart[];
  /** Whether an agent secret can be read there; an environment secret can be read anywhere. */
  readonly seesConversation: boolean;
}

export interface LiteralPart {
  /** What is replaced. */
  readonly range: Range;
  /** The value is the text of these ranges, joined. */
  readonly value: readonly Range[];
  /** The name of the field in the code. */
  readonly field?: Range;
  /** The quotes for strings in the code that reads the secret. */
  readonly quote: '"' | "'";
  /** The new text before and after the code that reads the secret. */
  readonly before: readonly LiteralPiece[];
  readonly after: readonly LiteralPiece[];
}

/** Punctuation to write, or a range whose text is kept. */
export type LiteralPiece = string | Range;

/** Argument of `peekReferences`, as code lenses send it. */
export interface PeekArgument {
  readonly uri: string;
  readonly ranges: readonly Range[];
}

/** `initializationOptions` of the server. */
export interface ServerOptions {
  /** Path of a catalog snapshot; the server then requests no catalogs. */
  readonly catalogFile?: string;
  /** Commands of the client the server may put into code actions; without them none are offered. */
  readonly clientCommands?: boolean;
  /** The language that the person reads, `de`; English without it. */
  readonly language?: string;
  /** English texts and what they are in that language; what is not among them stays English. */
  readonly words?: Readonly<Record<string, string>>;
  /** The client answers `readFile` and `listFolder`. */
  readonly clientFiles?: boolean;
  /** The client can request the findings of a single file again. */
  readonly fileRefresh?: boolean;
}
