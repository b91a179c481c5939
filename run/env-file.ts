import { parseEnv } from 'node:util';

export interface EnvFileVariable {
  /** The variable's first line, starting at 1. */
  readonly line: number;
  readonly name: string;
  readonly value: string;
}

/** A line that does not set a variable. The error does not include the line, which may contain a value. */
export class EnvFileError extends Error {
  readonly line: number;

  constructor(line: number) {
    super(`line ${String(line)}`);
    this.name = 'EnvFileError';
    this.line = line;
  }
}

const assignment = /^\s*(?:export\s+)?[A-Za-z_]\w*\s*=\s*(["'`]?)(.*)/;

/**
 * Node parses the values, but silently skips what it can't parse. So each variable is parsed separately.
 * @throws EnvFileError
 */
export function parseEnvFile(text: string): readonly EnvFileVariable[] {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const found: EnvFileVariable[] = [];
  for (let at = 0; at < lines.length;) {
    const end = endOfVariable(lines, at);
    if (!/^\s*(?:#|$)/.test(lines[at] ?? '')) found.push(variableIn(lines.slice(at, end), at + 1));
    at = end;
  }
  return found;
}

/** Returns the line after the one with the closing quote, or the next line. */
function endOfVariable(lines: readonly string[], at: number): number {
  const [, quote = '', rest = ''] = assignment.exec(lines[at] ?? '') ?? [];
  if (quote === '' || rest.includes(quote)) return at + 1;
  const closing = lines.findIndex((line, index) => index > at && line.includes(quote));
  if (closing < 0) throw new EnvFileError(at + 1);
  return closing + 1;
}

function variableIn(lines: readonly string[], line: number): EnvFileVariable {
  const [variable, ...others] = Object.entries(parseEnv(lines.join('\n')));
  if (!assignment.test(lines[0] ?? '') || variable === undefined || others.length > 0) {
    throw new EnvFileError(line);
  }
  const [name, value = ''] = variable;
  return { line, name, value };
}
