import type { Command } from 'commander';
import type { CliHost } from '../../cli-host.ts';

/** Adds a command; its action returns the exit code. */
export type AddCommand = (program: Command, host: CliHost, done: (code: number) => void) => void;
