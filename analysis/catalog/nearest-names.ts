import { distance } from 'fastest-levenshtein';
import { withinEdits } from './edit-search.ts';

const maximumSuggestions = 3;

interface Candidate {
  readonly name: string;
  /** Lower is closer. A score of 0 means that only case or separators differ. */
  readonly score: number;
}

/**
 * Finds names that differ by typos (edit distance) or that share words (`zendesk_api` and
 * `zendesk_prod_api`).
 */
export function nearestNames(written: string, names: Iterable<string>): readonly string[] {
  return new NameSearch(names).nearest(written);
}

/** Finds close matches among many names without comparing all of them. */
export class NameSearch {
  /** The original names, in the same order as `plain`. */
  readonly #names: readonly string[];
  readonly #plain: readonly string[];
  #words: WordsOfNames | undefined;

  constructor(names: Iterable<string>) {
    const entries = [...new Set(names)].map((name) => ({ name, plain: plainOf(name) }));
    entries.sort((one, other) => compare(one.plain, other.plain) || compare(one.name, other.name));
    this.#names = entries.map(({ name }) => name);
    this.#plain = entries.map(({ plain }) => plain);
  }

  nearest(written: string): readonly string[] {
    const plain = plainOf(written);
    if (plain === '') return [];
    const best = new Best();
    this.#addSlips(plain, best);
    // A typo always scores closer than shared words.
    if (!best.isFull) this.#addSharing(wordsOf(written), best);
    return best.names;
  }

  /** Matches by edit distance alone, and allows more edits until enough names are found. */
  #addSlips(plain: string, best: Best): void {
    const most = Math.min(maximumEdits, Math.max(1, Math.floor(plain.length / 3)));
    for (let edits = 1; edits <= most; edits++) {
      for (const { index } of withinEdits(plain, this.#plain, edits)) {
        const score = editScore(plain, this.#plain[index] ?? '');
        if (score !== undefined) best.add(this.#names[index] ?? '', score);
      }
      if (best.isBelow((edits + 1) / (plain.length + edits + 1))) return;
    }
  }

  /** Adds names that share enough words. Each of them contains at least one of the rarest words. */
  #addSharing(words: ReadonlySet<string>, best: Best): void {
    if (words.size < 2) return;
    const { ofNames, places } = (this.#words ??= wordsOfNames(this.#names));
    const rarest = [...words]
      .map((word) => places.get(word) ?? [])
      .toSorted((one, other) => one.length - other.length);
    const needed = Math.max(2, Math.ceil(words.size / 2));
    for (const indices of rarest.slice(0, words.size - needed + 1)) {
      for (const index of indices) {
        const score = wordScore(words, ofNames[index] ?? []);
        if (score !== undefined) best.add(this.#names[index] ?? '', score);
      }
    }
  }
}

interface WordsOfNames {
  readonly ofNames: readonly (readonly string[])[];
  readonly places: ReadonlyMap<string, readonly number[]>;
}

function wordsOfNames(names: readonly string[]): WordsOfNames {
  const places = new Map<string, number[]>();
  const ofNames = names.map((name) => [...wordsOf(name)]);
  for (const [index, words] of ofNames.entries()) {
    for (const word of words) {
      const known = places.get(word);
      if (known === undefined) places.set(word, [index]);
      else known.push(index);
    }
  }
  return { ofNames, places };
}

/** Collects the closest names, each with its lowest score. */
class Best {
  #candidates: readonly Candidate[] = [];

  get names(): readonly string[] {
    return this.#candidates.map(({ name }) => name);
  }

  get isFull(): boolean {
    return this.#candidates.length === maximumSuggestions;
  }

  /** Whether there are enough names and all of them have a lower score. */
  isBelow(score: number): boolean {
    return this.isFull && this.#candidates.every((one) => one.score < score);
  }

  add(name: string, score: number): void {
    const last = this.#candidates.at(-1);
    const candidate = { name, score };
    if (this.isFull && last !== undefined && compareCandidates(last, candidate) <= 0) return;
    const known = this.#candidates.find((one) => one.name === name);
    if (known !== undefined && known.score <= score) return;
    this.#candidates = [...this.#candidates.filter((one) => one !== known), candidate]
      .toSorted(compareCandidates)
      .slice(0, maximumSuggestions);
  }
}

function compareCandidates(one: Candidate, other: Candidate): number {
  return one.score - other.score || compare(one.name, other.name);
}

/**
 * Whether the first suggestion can be applied without confirmation: it differs only by a typo, and the second
 * suggestion is much further away. A different word, such as `test` or `v2`, may mean an unrelated secret.
 */
export function isClear(written: string, [first, second]: readonly string[]): boolean {
  if (first === undefined || !isSlip(written, first)) return false;
  if (second === undefined) return true;
  const words = wordsOf(written);
  const plain = plainOf(written);
  const [best, next] = [scoreOf(plain, words, first) ?? 1, scoreOf(plain, words, second) ?? 1];
  return best * 2 < next || (best < next && best <= 0.1);
}

/**
 * Whether the names differ only in case, in separators, or in one word that has two letters swapped, one
 * extra letter, or one missing letter.
 */
function isSlip(written: string, name: string): boolean {
  const [words, others] = [wordListOf(written), wordListOf(name)];
  if (runTogether(words) === runTogether(others)) return true;
  const slips = words.filter((word, position) => word !== others[position]);
  const [slip = '', another] = slips;
  const meant = others[words.indexOf(slip)] ?? '';
  return words.length === others.length && another === undefined && isSlipOfWord(slip, meant);
}

function isSlipOfWord(written: string, meant: string): boolean {
  let from = 0;
  while (from < written.length && written[from] === meant[from]) from++;
  let same = 0;
  while (
    same < Math.min(written.length, meant.length) - from &&
    written.at(-1 - same) === meant.at(-1 - same)
  )
    same++;
  const [one, other] = [written.slice(from, written.length - same), meant.slice(from, meant.length - same)];
  const length = Math.max(written.length, meant.length);
  // Short words carry meaning, such as `dev` and `de` or `prod` and `pro`. So do numbers.
  if (/\p{N}/u.test(one + other) || length < 3) return false;
  if (one.length === 2) return one === `${other.charAt(1)}${other.charAt(0)}`;
  return one.length + other.length === 1 && (length > 4 || (one + other === 's' && same === 0));
}

/** Joins the words. Separators only matter between numbers: `key_12` is not `key_1_2`. */
function runTogether(words: readonly string[]): string {
  return words.join('_').replaceAll(/(?<!\p{N})_|_(?!\p{N})/gu, '');
}

function scoreOf(plain: string, words: ReadonlySet<string>, name: string): number | undefined {
  const byEdits = editScore(plain, plainOf(name));
  const byWords = wordScore(words, [...wordsOf(name)]);
  if (byEdits === undefined) return byWords;
  return byWords === undefined ? byEdits : Math.min(byEdits, byWords);
}

/** If more edits are needed, the names are different, however long they are. */
const maximumEdits = 3;

/** Allows at most one edit per four letters. */
function editScore(written: string, name: string): number | undefined {
  const length = Math.max(written.length, name.length);
  const allowed = Math.min(maximumEdits, Math.max(1, Math.floor(length / 4)));
  if (Math.abs(written.length - name.length) > allowed) return undefined;
  const edits = distance(written, name);
  return edits <= allowed && edits < name.length ? edits / length : undefined;
}

/** At least two words, and at least half of all words, must be shared. */
function wordScore(written: ReadonlySet<string>, words: readonly string[]): number | undefined {
  if (written.size < 2) return undefined;
  let shared = 0;
  for (const word of words) if (written.has(word)) shared++;
  const all = written.size + words.length - shared;
  return shared >= 2 && shared * 2 >= all ? 0.3 + (1 - shared / all) / 2 : undefined;
}

function plainOf(name: string): string {
  return name.toLowerCase().replaceAll(/[\s_.-]+/g, '_');
}

function wordsOf(name: string): ReadonlySet<string> {
  return new Set(wordListOf(name));
}

function wordListOf(name: string): readonly string[] {
  const separated = name.replaceAll(/([a-z\d])([A-Z])/g, '$1_$2').toLowerCase();
  return separated.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
