import { type Command, InvalidArgumentError } from 'commander';

export interface RevisionOption {
  readonly revision?: number;
}

/** Two people who change one secret: the second finds out. */
export function addRevisionOption(command: Command): Command {
  return command.option(
    '--revision <number>',
    'only if it has not changed since this revision (see `secrets show`)',
    wholeNumber,
  );
}

/** @throws InvalidArgumentError */
export function wholeNumber(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('A whole number from 1 is needed.');
}
