import { readFileSync } from 'node:fs';
import path from 'node:path';

/** The data that flows through a program: the values of secrets to a sink, or their names to a read. */
export type Subject = 'names' | 'values';

export type Language = 'python' | 'javascript' | 'typescript';

/**
 * Which lists to take idioms from: all of them, the first ones, which the authors of the analysis knew, or the
 * other ones, whose authors had not read the analysis. The third lists of names contain code with implicit
 * behavior; those of values are parts of whole agent functions. The fifth lists of names were written against
 * the analysis. `all` leaves out the lists after the third, so that figures remain comparable.
 */
export type Selection = (typeof selections)[number];
export const selections = ['all', 'first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh'] as const;

/** The idiom lists of each language. TypeScript also uses those of JavaScript. */
const lists: Readonly<Record<Language, readonly string[]>> = {
  python: ['python'],
  javascript: ['javascript'],
  typescript: ['javascript', 'typescript'],
};

/**
 * The kind of value: a string (two kinds with known content), a dictionary from the vault, or any other
 * object.
 */
export type Shape = (typeof shapes)[number];
const shapes = ['text', 'json', 'url', 'fields', 'object'] as const;

const starts = ['read', 'any', ...shapes] as const;
const ends = ['same', 'sink', ...shapes] as const;

/** One way in which a value is read, passed on, or stored or shown. */
export interface Idiom {
  readonly words: string;
  /**
   * The shape that the idiom accepts: `read` for none, because a value originates here, and `any` for all
   * shapes.
   */
  readonly from: (typeof starts)[number];
  /** The resulting shape: `same` for the accepted one, and `sink` if the flow ends here. */
  readonly to: (typeof ends)[number];
  /** Whether agent functions rarely contain it. */
  readonly isRare: boolean;
  /** Code by path. The empty path is the function's module. */
  readonly files: Readonly<Record<string, string>>;
  readonly body: readonly string[];
  /** The expression that the rest of the program uses; empty for a sink. */
  readonly result: string;
  /** Code after the rest of the program, such as the end of a block. */
  readonly after: readonly string[];
}

const known = new Map<string, readonly Idiom[]>();

/** Returns the selected idioms of a language, in the order of its lists. */
export function idiomsOf(about: Subject, language: Language, selection: Selection = 'all'): readonly Idiom[] {
  const key = `${about}/${language}/${selection}`;
  const idioms =
    known.get(key) ?? filesOf(about, language, selection).flatMap((list) => read(`${about}/${list}.txt`));
  known.set(key, idioms);
  return idioms;
}

function filesOf(about: Subject, language: Language, selection: Selection): readonly string[] {
  const first = lists[language];
  const second = first.map((list) => `${list}-second`);
  const third = first.filter((list) => list !== 'typescript').map((list) => `${list}-third`);
  const fourth = (about === 'values' ? third : second).map((list) => list.replace(/second|third/, 'fourth'));
  const fifth = fourth.map((list) => list.replace('fourth', 'fifth'));
  const sixth = about === 'values' ? first.map((list) => `${list}-sixth`) : [];
  const seventh = about === 'values' ? fifth.map((list) => list.replace('fifth', 'seventh')) : [];
  const all = { first, second, third, fourth, fifth, sixth, seventh, all: [...first, ...second, ...third] };
  return all[selection];
}

function read(list: string): readonly Idiom[] {
  const text = readFileSync(path.join(import.meta.dirname, list), 'utf8');
  return text
    .split(/^=== /m)
    .slice(1)
    .map((entry) => parsed(entry));
}

function parsed(entry: string): Idiom {
  const [header = '', ...lines] = entry.trimEnd().split('\n');
  const [, words = '', start = '', end = '', star = ''] = /^(.+): (\w+) -> (\w+)(\*?)$/.exec(header) ?? [];
  const from = starts.find((one) => one === start);
  const to = ends.find((one) => one === end);
  if (from === undefined || to === undefined) throw new Error(`Not "words: from -> to": ${header}`);
  const cut = lines.indexOf('---');
  const code = lines.slice(cut + 1);
  const arrow = code.findIndex((line) => line.startsWith('=> '));
  if ((arrow === -1) !== (to === 'sink')) throw new Error(`An entry ends in "=> …" or is a sink: ${header}`);
  return {
    words,
    from,
    to,
    isRare: star !== '',
    files: cut === -1 ? {} : filesIn(lines.slice(0, cut).join('\n')),
    body: arrow === -1 ? code : code.slice(0, arrow),
    result: arrow === -1 ? '' : (code[arrow] ?? '').slice('=> '.length),
    after: arrow === -1 ? [] : code.slice(arrow + 1),
  };
}

function filesIn(text: string): Readonly<Record<string, string>> {
  const [own = '', ...others] = text.split(/^\/\/- /m);
  const named = others.map((other): readonly [string, string] => {
    const end = other.indexOf('\n');
    return [other.slice(0, end), other.slice(end + 1).trimEnd()];
  });
  return Object.fromEntries([['', own.trimEnd()] as const, ...named]);
}
