/** Why a command could not run, as one sentence for the user; the exit code is then 2. */
export class CliError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'CliError';
  }
}

/** `sealed` and `stopped` are results of `vault status`. */
export const exitCodes = { clean: 0, findings: 1, couldNotRun: 2, sealed: 3, stopped: 4 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
