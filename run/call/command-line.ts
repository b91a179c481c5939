import { existsSync, readFileSync } from 'node:fs';
import { isRecord, parseJson } from '../../contracts/guards.ts';

/** The parsed command line. */
export interface CallCommand {
  readonly file: string;
  /** The exported function to call. If undefined, it is determined from the file. */
  readonly functionName?: string;
  /** Parameter values by name, not yet parsed. */
  readonly given: ReadonlyMap<string, string>;
  /** A JSON file with secrets to use instead of a vault. */
  readonly fakes?: string;
  /** A JSON file with attributes of the conversation. */
  readonly conv?: string;
  /** Whether to report values to the parent process, which then masks them. */
  readonly tellsValues?: boolean;
}

/** `FILE[:FUNCTION] [name=value …] [--fakes FILE] [--conv FILE]`. @throws CannotRun */
export function parseCommandLine(args: readonly string[]): CallCommand {
  const files: { fakes?: string; conv?: string } = {};
  const given = new Map<string, string>();
  const rest = args.filter((one) => one !== '--tell-values');
  const tellsValues = rest.length < args.length;
  const target = rest.shift();
  if (target === undefined) throw new CannotRun('Add the file with the function: FILE[:FUNCTION].');
  for (let one = rest.shift(); one !== undefined; one = rest.shift()) {
    if (one === '--fakes' || one === '--conv') {
      const file = rest.shift();
      if (file === undefined) throw new CannotRun(`${one} needs a file.`);
      files[one === '--fakes' ? 'fakes' : 'conv'] = file;
      continue;
    }
    const [, name, value] = /^([\p{ID_Start}$_][\p{ID_Continue}$]*)=(.*)$/su.exec(one) ?? [];
    if (name === undefined || value === undefined) throw new CannotRun('Write parameters as name=value.');
    given.set(name, value);
  }
  return { ...targetFrom(target), given, tellsValues, ...files };
}

/** A colon after a drive letter or in the file's name does not start a function name. */
export function targetFrom(target: string): Pick<CallCommand, 'file' | 'functionName'> {
  const [, file, functionName] = /^(.+):([\p{ID_Start}$_][\p{ID_Continue}$]*)$/su.exec(target) ?? [];
  if (file === undefined || functionName === undefined || existsSync(target)) return { file: target };
  return { file, functionName };
}

/** Parses a JSON file that contains an object. @throws CannotRun */
export function objectIn(file: string): Readonly<Record<string, unknown>> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new CannotRun(`${file} cannot be read. Check its path.`);
  }
  const value = parseJson(text.replace(/^\uFEFF/, ''));
  if (isRecord(value)) return value;
  throw new CannotRun(`${file} must contain a JSON object.`);
}

/** Explains in one sentence for the user why nothing can be called. The exit code is 2. */
export class CannotRun extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'CannotRun';
  }
}
