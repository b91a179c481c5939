/** What a person types or a pipe brings: standard input. */
export interface Input {
  /** Whether a person can be asked. */
  readonly isTerminal: boolean;
  /** Everything that is piped in. @throws CliError when it is far larger than any value */
  readonly readAll: () => Promise<Uint8Array>;
  /** One line, answered at the terminal; nothing that is typed shows when it is hidden. */
  readonly ask: (question: string, options: AskOptions) => Promise<string>;
}

export interface AskOptions {
  readonly hidden: boolean;
}
