import type { AppliedRow, SinkKind } from '../model/secret-use.ts';

/** The functions in a project's settings, each named by the end of its path: `helpers.mask`. */
export interface ProjectFunctions {
  /** Functions that take a secret's name as their first argument and return its value. */
  readonly readers: readonly string[];
  /** Functions that show their arguments. */
  readonly sinks: readonly ProjectSink[];
  /** Functions whose result reveals nothing about their arguments. */
  readonly sanitizers: readonly string[];
  /** The URI of the settings file with the sinks and sanitizers. */
  readonly file?: string;
}

export interface ProjectSink {
  readonly function: string;
  readonly kind: SinkKind;
}

export const noProjectFunctions: ProjectFunctions = { readers: [], sinks: [], sanitizers: [] };

/** The entries of the settings for one function. */
export interface ProjectRow extends AppliedRow {
  readonly kind: SinkKind | 'sanitized';
}

/** The rows of a project's settings. They take precedence over all others and over the code of a function. */
export class ProjectTable {
  readonly #rows = new Map<string, ProjectRow>();
  readonly #found = new Map<string, ProjectRow | undefined>();

  constructor({ sinks, sanitizers, file = '' }: ProjectFunctions) {
    for (const path of sanitizers) this.#rows.set(functionPath(path), { kind: 'sanitized', path, file });
    for (const { function: path, kind } of sinks) this.#rows.set(functionPath(path), { kind, path, file });
  }

  /** The row for a function with this path, in the form of {@link functionPath}. */
  find(path: string): ProjectRow | undefined {
    if (this.#found.has(path)) return this.#found.get(path);
    let row = this.#rows.get(path);
    for (let dot = path.indexOf('.'); row === undefined && dot !== -1; dot = path.indexOf('.', dot + 1))
      row = this.#rows.get(path.slice(dot + 1));
    this.#found.set(path, row);
    return row;
  }

  /** The rows that may apply to code in a module with this path, with the names that lead to it. */
  *inModule(module: string): Generator<readonly [names: readonly string[], row: ProjectRow]> {
    for (const [path, row] of this.#rows) {
      const parts = path.split('.');
      for (let end = 0; end < parts.length; end++)
        if (isNamed(module, parts.slice(0, end).join('.'))) yield [parts.slice(end), row];
    }
  }
}

/** Undefined if no sinks or sanitizers are named. */
export function projectTable(functions: ProjectFunctions): ProjectTable | undefined {
  const { sinks, sanitizers } = functions;
  return sinks.length + sanitizers.length === 0 ? undefined : new ProjectTable(functions);
}

/**
 * The path of a function in the form in which paths are compared: `lib.mask.hide` for `./lib/mask.js:hide`,
 * `lib/mask.hide` and `lib.mask.hide`.
 */
export function functionPath(written: string): string {
  const parts = written.replaceAll(/\.(?:[cm]?[jt]sx?|py)(?=[.:#]|$)/g, '').split(/[./:#]+/);
  const last = parts.length - 1;
  return parts
    .filter((part, at) => part !== '' && (at === last || !/^(?:index|__init__)$/.test(part)))
    .join('.');
}

/** Words that occur in code that uses functions with these paths. */
export function lastNames(paths: readonly string[]): readonly string[] {
  return paths.map((path) => path.slice(path.lastIndexOf('.') + 1)).filter((word) => /^[\w$]+$/.test(word));
}

/** Whether a path ends in a name. Both are in the form of {@link functionPath}. */
export function isNamed(path: string, name: string): boolean {
  return name === '' || path === name || path.endsWith(`.${name}`);
}
