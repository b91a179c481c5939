import { distance } from 'fastest-levenshtein';

const maximumSuggestions = 3;

interface Candidate {
  readonly name: string;
  /** Smaller is nearer; 0 differs in case or separators only. */
  readonly score: number;
}

/** By slips of the keyboard (edit distance) or by shared words (`zendesk_api` and `zendesk_prod_api`). */
export function nearestNames(written: string, names: Iterable<string>): readonly string[] {
  const plain = plainOf(written);
  if (plain === '') return [];
  const words = wordsOf(written);
  const candidates: Candidate[] = [];
  for (const name of names) {
    const score = scoreOf(plain, words, name);
    if (score !== undefined) candidates.push({ name, score });
  }
  candidates.sort((left, right) => left.score - right.score || (left.name < right.name ? -1 : 1));
  return candidates.slice(0, maximumSuggestions).map(({ name }) => name);
}

/**
 * Whether the first of the suggestions may be applied unasked: nothing but a slip of the keyboard lies between,
 * and the rest is much less near. Another word, `test` or `v2`, may be the secret of another matter.
 */
export function isClear(written: string, [first, second]: readonly string[]): boolean {
  if (first === undefined || !isSlip(written, first)) return false;
  if (second === undefined) return true;
  const words = wordsOf(written);
  const plain = plainOf(written);
  const [best, next] = [scoreOf(plain, words, first) ?? 1, scoreOf(plain, words, second) ?? 1];
  return best * 2 < next || (best < next && best <= 0.1);
}

/** Case, separators, or one word with two letters exchanged, one too many or too few. */
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
  // Short words mean something each: `dev` and `de`, `prod` and `pro`. So do numbers.
  if (/\p{N}/u.test(one + other) || length < 3) return false;
  if (one.length === 2) return one === `${other.charAt(1)}${other.charAt(0)}`;
  return one.length + other.length === 1 && (length > 4 || (one + other === 's' && same === 0));
}

/** Separators count between numbers alone: `key_12` is not `key_1_2`. */
function runTogether(words: readonly string[]): string {
  return words.join('_').replaceAll(/(?<!\p{N})_|_(?!\p{N})/gu, '');
}

function scoreOf(plain: string, words: ReadonlySet<string>, name: string): number | undefined {
  const byEdits = editScore(plain, plainOf(name));
  const byWords = wordScore(words, name);
  if (byEdits === undefined) return byWords;
  return byWords === undefined ? byEdits : Math.min(byEdits, byWords);
}

/** At most one edit in four letters; longer names that differ more are other names. */
function editScore(written: string, name: string): number | undefined {
  const length = Math.max(written.length, name.length);
  const allowed = Math.max(1, Math.floor(length / 4));
  if (Math.abs(written.length - name.length) > allowed) return undefined;
  const edits = distance(written, name);
  return edits <= allowed && edits < name.length ? edits / length : undefined;
}

/** At least half of all the words are shared, and at least two. */
function wordScore(written: ReadonlySet<string>, name: string): number | undefined {
  if (written.size < 2) return undefined;
  const words = wordsOf(name);
  let shared = 0;
  for (const word of words) if (written.has(word)) shared++;
  const all = written.size + words.size - shared;
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
