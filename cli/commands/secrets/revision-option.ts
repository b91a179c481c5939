import { type Command, InvalidArgumentError } from 'commander';

export interface RevisionOption {
  readonly revision?: string;
}

/**
 * If two users change the same secret, the second one gets an error, even if it is by now another secret of
 * that name.
 */
export function addRevisionOption(command: Command): Command {
  return command.option(
    '--revision <revision>',
    'change it only if this is still its revision (see `secrets show`)',
    revisionText,
  );
}

/** @throws InvalidArgumentError */
export function wholeNumber(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Use a whole number of at least 1.');
}

/** A bare number could also be the version of another secret that has taken the name. */
function revisionText(text: string): string {
  if (/^[\w-]{1,100}\.r[1-9]\d{0,14}$/.test(text)) return text;
  throw new InvalidArgumentError('Copy it from `agent-secrets secrets show`, such as sec_1a2b.r3.');
}
