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
