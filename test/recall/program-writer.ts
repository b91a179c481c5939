import { Random } from './random.ts';

const expectations = ['exact', 'pattern', 'dynamic', 'sound'] as const;

/**
 * What a careful reader can know about a read: all names, their form, or nothing. `sound`: unrealistic code;
 * no name may be missed, but more may be considered possible.
 */
export type Expected = (typeof expectations)[number];

/** One read of a secret in a generated program. */
export interface Site {
  readonly path: string;
  /** One-based, as Python counts. */
  readonly line: number;
  readonly kind: string;
  readonly expected: Expected;
}

export interface Program {
  readonly seed: number;
  /** By path; `start.py` is run, the others are imported by it. */
  readonly files: Readonly<Record<string, string>>;
  readonly sites: readonly Site[];
}

export const startFile = 'start.py';

/**
 * Writes one program. In it, `pick(n)` is any number below n, `choose(…)` any of its arguments, `again()`
 * true or false, `boom()` fails or not, and `unknown()` is an unpredictable text: the runner tries all of
 * them.
 */
export class ProgramWriter {
  readonly random: Random;
  readonly #seed: number;
  readonly #files = new Map<string, string[]>();
  #literals = 0;
  #names = 0;

  constructor(seed: number) {
    this.#seed = seed;
    this.random = new Random(seed);
  }

  /** Adds code to a file. */
  add(code: string, path = startFile): void {
    this.#files.set(path, [...(this.#files.get(path) ?? []), code]);
  }

  /** A unique identifier. */
  fresh(word: string): string {
    this.#names++;
    return `${word}${String(this.#names)}`;
  }

  /** A literal that occurs nowhere else, in any quotes. */
  literal(): string {
    return this.quoted(this.secret());
  }

  /** A secret's name that occurs nowhere else. */
  secret(): string {
    this.#literals++;
    return `${this.random.of(['stripe', 'crm', 'sms', 'pms'])}_${String(this.#literals)}`;
  }

  quoted(text: string): string {
    const quote = this.random.of(['"', '"', "'"]);
    return quote + text + quote;
  }

  /** An expression with one of a few known names. */
  known(depth = 0): string {
    if (depth > 1 || this.random.chance(0.6)) return this.literal();
    const [left, right] = [this.known(depth + 1), this.known(depth + 1)];
    return this.random.of([
      `(${left} if pick(2) else ${right})`,
      `[${left}, ${right}][pick(2)]`,
      `{"x": ${left}, "y": ${right}}[choose("x", "y")]`,
      `(None or ${left})`,
    ]);
  }

  /** A statement that reads `expression`; the mark at its end tells the measurement what it is. */
  read(kind: string, expression: string, expected: Expected = 'exact', receiver = 'conv'): string {
    const argument = this.random.chance(0.2) ? `secret_name=${expression}` : expression;
    return this.call(kind, `${receiver}.utils.get_secret(${argument})`, expected);
  }

  call(kind: string, call: string, expected: Expected = 'exact'): string {
    return `${call}  # read: ${kind}, ${expected}`;
  }

  finish(): Program {
    const files = [...this.#files].map(([path, parts]) => [path, `${parts.join('\n')}\n`] as const);
    return {
      seed: this.#seed,
      files: Object.fromEntries(files),
      sites: files.flatMap(([path, text]) => sitesIn(path, text)),
    };
  }
}

/** Indents code by one level. */
export function indented(code: string, levels = 1): string {
  return code.replaceAll(/^(?=.)/gm, '    '.repeat(levels));
}

function sitesIn(path: string, text: string): readonly Site[] {
  return text.split('\n').flatMap((code, number) => {
    const [, kind, word] = /# read: ([^,]+), (\w+)$/.exec(code) ?? [];
    const expected = expectations.find((one) => one === word);
    if (kind === undefined || expected === undefined) return [];
    return [{ path, line: number + 1, kind, expected }];
  });
}
