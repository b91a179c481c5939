import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { ActionError } from './action-error.ts';

type Env = Readonly<Record<string, string | undefined>>;

export interface Inputs {
  readonly paths: readonly string[];
  /** Absolute. */
  readonly workingDirectory: string;
  readonly catalog?: string;
  readonly vaultUrl?: string;
  /** What to compare with; `none` checks everything; undefined leaves it to the event. */
  readonly base?: string;
  readonly baseline?: string;
  readonly failOn: string;
}

const severities = ['error', 'warning', 'information', 'hint', 'never'];

/** Reads the inputs as the runner passes them. @throws ActionError */
export function readInputs(env: Env): Inputs {
  const input = (name: string): string => env[`INPUT_${name.toUpperCase()}`]?.trim() ?? '';
  const workingDirectory = path.resolve(env['GITHUB_WORKSPACE'] ?? '.', input('working-directory') || '.');
  if (!existsSync(workingDirectory))
    throw new ActionError(
      `The folder of the input working-directory, ${workingDirectory}, does not exist. Run actions/checkout in an earlier step.`,
    );
  const failOn = input('fail-on') || 'warning';
  if (!severities.includes(failOn))
    throw new ActionError(`The input fail-on is "${failOn}". Use ${severities.join(', ')}.`);
  const paths = input('paths')
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const base = input('base');
  // Git would read it as an option.
  if (base.startsWith('-') || /[\s\0]|\.\./.test(base))
    throw new ActionError(
      `The input base is "${base}". Use the name of a branch or tag, or the hash of a commit.`,
    );
  return {
    paths: paths.length === 0 ? ['.'] : paths,
    workingDirectory,
    ...optional('catalog', input('catalog')),
    ...optional('vaultUrl', input('vault-url')),
    ...optional('base', base),
    ...optional('baseline', input('baseline')),
    failOn,
  };
}

/** The same inputs, with paths relative to `root` instead of the working directory. */
export function seenFrom(root: string, inputs: Inputs): Inputs {
  const { workingDirectory, paths, catalog, baseline } = inputs;
  // Git resolves links in the root.
  const folder = realpathSync(workingDirectory);
  const moved = (given: string): string => path.relative(root, path.resolve(folder, given)) || '.';
  return {
    ...inputs,
    paths: paths.map(moved),
    ...optional('catalog', catalog === undefined ? '' : moved(catalog)),
    ...optional('baseline', baseline === undefined ? '' : moved(baseline)),
  };
}

/** Omits the property if the input is not set. */
function optional<Name extends string>(name: Name, value: string): Partial<Record<Name, string>> {
  const only: Partial<Record<Name, string>> = {};
  if (value !== '') only[name] = value;
  return only;
}
