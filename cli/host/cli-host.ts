import type * as operator from '../../vault/operator/index.ts';
import type * as signIn from '../../sign-in/index.ts';
import type * as mcp from '../../assistants/mcp/serve-mcp.ts';
import type { DetectorModule } from '../../hardcoded/detector.ts';
import type { ProviderFetch } from '../../sign-in/provider.ts';
import type { MigrateOptions, MigrationStep, RunningVault, ServeOptions } from '../../vault/main.ts';
import type { Ending, Program } from '../../run/run-program.ts';
import type { ScanFiles } from '../../review/index.ts';
import type { Fetch } from '../../vault-client/index.ts';

/**
 * The parts of the process that commands can use. `main.ts` creates the real one, and tests create their own.
 */
export interface CliHost {
  /** Absolute. Relative paths are resolved against it, and reported paths are relative to it. */
  readonly cwd: string;
  /** The version of this program. */
  readonly version: string;
  /** The major version of the running Node. */
  readonly nodeMajor: number;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly colour: boolean;
  readonly fetch: Fetch;
  /** ISO 8601, UTC. */
  readonly now: () => string;
  /** Writes to standard output, which only contains the result. */
  readonly print: (text: string) => void;
  /** Writes one line to standard error, which is separate from the result. */
  readonly note: (sentence: string) => void;
  /**
   * Shows a line on the terminal. The next call replaces it, and an empty string removes it. Does nothing
   * without a terminal.
   */
  readonly passing: (line: string) => void;
  readonly input: Input;
  /** Loaded only on demand, because the vault includes native code. */
  readonly loadVault: () => VaultModule;
  /** Loaded when a file first appears to contain a credential. May throw if the detector is not installed. */
  readonly loadDetector: () => DetectorModule;
  /** Scans thousands of files at once. Absent in tests. */
  readonly scanFiles?: ScanFiles;
  /** The Model Context Protocol, which only assistants need. */
  readonly loadMcp: () => McpModule;
  /** Shows a page in the user's browser. Returns false without a display. */
  readonly showPage: (url: string) => boolean;
  readonly signIn: SignInHost;
  /** The folder of the bundles shipped with this one. */
  readonly bundles: string;
  /** The commands that run files in these languages. */
  readonly node: string;
  readonly python: string;
  /** Runs a program with this process's input and output. */
  readonly runProgram: (program: Program) => Promise<Ending>;
  /** Resolves when the user or the system tells this process to stop. A second signal ends it immediately. */
  readonly untilStopped: () => Promise<void>;
  /** Keeps signals from ending this process during `work`. A signal only makes `isStopped` return true. */
  readonly holdingSignals: <T>(work: (isStopped: () => boolean) => Promise<T>) => Promise<T>;
  /** Delays signals until `work` has ended, so that it leaves nothing half done. It must be short. */
  readonly uninterrupted: <T>(work: () => Promise<T>) => Promise<T>;
}

export type McpModule = typeof mcp;

/** What signing in with an identity provider needs. */
export interface SignInHost {
  /** Loads the module, which only signing in needs. */
  readonly load: () => typeof signIn;
  readonly fetch: ProviderFetch;
  /** Opens a URL for the user if there is a display. The URL is also printed. */
  readonly openUrl: (url: string) => void;
}

/** The vault's public entry point. */
export interface VaultModule {
  serve(options: ServeOptions): Promise<RunningVault>;
  migrateVault(options: MigrateOptions): AsyncIterable<MigrationStep>;
  /** The operators' functions for a vault on the same machine. */
  readonly operator: typeof operator;
}

/** Standard input, either typed by a user or piped. */
export interface Input {
  /** Whether a user can be prompted. */
  readonly isTerminal: boolean;
  /**
   * Reads all piped input. @throws CliError if it is larger than `mostBytes`, or by default, far larger than
   * any value
   */
  readonly readAll: (mostBytes?: number) => Promise<Uint8Array>;
  /** Prompts for one line on the terminal. Hidden input is not echoed. */
  readonly ask: (question: string, options: AskOptions) => Promise<string>;
}

export interface AskOptions {
  readonly hidden: boolean;
}
