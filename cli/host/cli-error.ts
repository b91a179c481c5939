/** Says why a command could not run, in one sentence for the user. The exit code is 2. */
export class CliError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'CliError';
  }
}

/** `sealed` and `stopped` are only used by `vault status`. */
export const exitCodes = { clean: 0, findings: 1, couldNotRun: 2, sealed: 3, stopped: 4 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
