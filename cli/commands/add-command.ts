import type { Command } from 'commander';
import type { Surroundings } from '../surroundings.ts';

/** Adds one command; its action hands back the exit code. */
export type AddCommand = (program: Command, around: Surroundings, done: (code: number) => void) => void;
