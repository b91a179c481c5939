import type { DetectorModule } from '../hardcoded/detector.ts';
import type { MigrateOptions, MigrationStep, RunningVault, ServeOptions } from '../vault/main.ts';
import type * as operator from '../vault/operator/index.ts';
import type { Fetch } from '../vault-client/index.ts';
import type { ProviderFetch } from '../sign-in/provider.ts';
import type { Ending, Program } from '../run/run-program.ts';
import type * as signIn from '../sign-in/index.ts';
import type { Input } from './prompt/input.ts';

/** Everything of the process that commands may touch; `main.ts` makes it, tests make their own. */
export interface CliHost {
  /** Absolute; relative paths start here and reported paths are relative to it. */
  readonly cwd: string;
  /** Of this program. */
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
  /** One line to standard error, beside the result. */
  readonly note: (sentence: string) => void;
  /** A line at the terminal that the next one replaces, and an empty one takes away; else nothing. */
  readonly passing: (line: string) => void;
  readonly input: Input;
  /** Loaded only when asked for: the vault brings native code. */
  readonly loadVault: () => VaultModule;
  /** Loaded when a text first looks like holding a credential; may throw when it is not installed. */
  readonly loadDetector: () => DetectorModule;
  readonly signIn: SignInHost;
  /** The folder of the bundles that are shipped with this one. */
  readonly bundles: string;
  /** Commands that run files in these languages. */
  readonly node: string;
  readonly python: string;
  /** Runs a program with the input and output of this process. */
  readonly runProgram: (program: Program) => Promise<Ending>;
  /** Resolves when the person or the system asks this process to end; a second signal ends it. */
  readonly untilStopped: () => Promise<void>;
  /** Keeps signals from ending this process while it works; they only change what `isStopped` returns. */
  readonly holdingSignals: <T>(work: (isStopped: () => boolean) => Promise<T>) => Promise<T>;
}

/** What signing in at an identity provider needs. */
export interface SignInHost {
  /** Loaded only by who signs in. */
  readonly load: () => typeof signIn;
  readonly fetch: ProviderFetch;
  /** Opens an address for the person, where there is a screen; it is printed anyway. */
  readonly openUrl: (url: string) => void;
}

/** The public entry of the vault. */
export interface VaultModule {
  serve(options: ServeOptions): Promise<RunningVault>;
  migrateVault(options: MigrateOptions): AsyncIterable<MigrationStep>;
  /** What operators do to a vault on its own machine. */
  readonly operator: typeof operator;
}
