import type * as operator from '../../vault/operator/index.ts';
import type * as signIn from '../../sign-in/index.ts';
import type { DetectorModule } from '../../hardcoded/detector.ts';
import type { ProviderFetch } from '../../sign-in/provider.ts';
import type { MigrateOptions, MigrationStep, RunningVault, ServeOptions } from '../../vault/main.ts';
import type { Ending, Program } from '../../run/run-program.ts';
import type { Fetch } from '../../vault-client/index.ts';

/** The parts of the process that commands can use; `main.ts` creates it, and tests create their own. */
export interface CliHost {
  /** Absolute; relative paths are resolved against it, and reported paths are relative to it. */
  readonly cwd: string;
  /** The version of this program. */
  readonly version: string;
  /** Major version of the Node that runs this. */
  readonly nodeMajor: number;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly colour: boolean;
  readonly fetch: Fetch;
  /** ISO 8601, UTC. */
  readonly now: () => string;
  /** To standard output: the result, and nothing else. */
  readonly print: (text: string) => void;
  /** Writes one line to standard error, separate from the result. */
  readonly note: (sentence: string) => void;
  /**
   * A line on the terminal that the next call replaces and an empty text removes; without a terminal, does
   * nothing.
   */
  readonly passing: (line: string) => void;
  readonly input: Input;
  /** Loaded only on request: the vault includes native code. */
  readonly loadVault: () => VaultModule;
  /** Loaded when a text first looks like it contains a credential; may throw if it is not installed. */
  readonly loadDetector: () => DetectorModule;
  readonly signIn: SignInHost;
  /** The folder of the bundles that are shipped with this one. */
  readonly bundles: string;
  /** Commands that run files in these languages. */
  readonly node: string;
  readonly python: string;
  /** Runs a program with the input and output of this process. */
  readonly runProgram: (program: Program) => Promise<Ending>;
  /** Resolves when the user or the system asks this process to end; a second signal ends it. */
  readonly untilStopped: () => Promise<void>;
  /** Keeps signals from ending this process while it works; they only change what `isStopped` returns. */
  readonly holdingSignals: <T>(work: (isStopped: () => boolean) => Promise<T>) => Promise<T>;
}

/** What signing in at an identity provider needs. */
export interface SignInHost {
  /** Loaded only for signing in. */
  readonly load: () => typeof signIn;
  readonly fetch: ProviderFetch;
  /** Opens a URL for the user if there is a display; the URL is printed anyway. */
  readonly openUrl: (url: string) => void;
}

/** The public entry of the vault. */
export interface VaultModule {
  serve(options: ServeOptions): Promise<RunningVault>;
  migrateVault(options: MigrateOptions): AsyncIterable<MigrationStep>;
  /** What operators do with a vault on its own machine. */
  readonly operator: typeof operator;
}

/** Standard input: typed by a user, or piped. */
export interface Input {
  /** Whether a user can be prompted. */
  readonly isTerminal: boolean;
  /** All piped input. @throws CliError if it is far larger than any value */
  readonly readAll: () => Promise<Uint8Array>;
  /** Prompts for one line on the terminal; a hidden one is not echoed. */
  readonly ask: (question: string, options: AskOptions) => Promise<string>;
}

export interface AskOptions {
  readonly hidden: boolean;
}
