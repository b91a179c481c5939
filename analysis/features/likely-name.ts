import type { CatalogSecret } from '../../contracts/catalog.ts';

/**
 * Returns the secret that code such as `crm = conv.utils.get_secret("` most likely means, judged by the
 * variable, argument or key that receives the value. Undefined unless exactly one name is clearly likelier.
 * `before` is the text before the name.
 */
export function likelyName(before: string, secrets: readonly CatalogSecret[]): string | undefined {
  const receiver = wordsOf(receiverOf.exec(before.slice(-longest))?.[1] ?? '');
  if (receiver.length === 0) return undefined;
  const candidates = secrets.map(({ name }) => ({ name, words: wordsOf(name) }));
  const [same, ...others] = candidates.filter(({ words }) => words.join(' ') === receiver.join(' '));
  if (same !== undefined) return others.length === 0 ? same.name : undefined;
  const related = candidates.filter(({ words }) => contains(words, receiver) || contains(receiver, words));
  return single(best(best(related, receiver.filter(isSpecific)), receiver))?.name;
}

interface Candidate {
  readonly name: string;
  readonly words: readonly string[];
}

/** The receiver, followed by the calls that have not been closed: `crm = await conv.utils.getSecret('`. */
const receiverOf =
  /([A-Za-z_$][\w$-]*)["'`]?\]?(?:\s*:(?:\[[^\]=]*\]|[^=:,()[\]{}"'`]){1,60}=|\s*(?::=|[=:]))\s*(?:await\s+|[\w$.?]+\(\s*){1,4}(?:\w+\s*=\s*)?["'`]?$/;

const longest = 300;

/** Words that say nothing about which secret is meant. */
const generic =
  /^(?:api|auth|client|config|creds?|credentials?|data|id|keys?|login|my|name|password|pw|secrets?|tokens?|the|value)$/;

function isSpecific(word: string): boolean {
  return !generic.test(word);
}

/** Whether `words` contains all specific words of `others`, of which there is at least one. */
function contains(words: readonly string[], others: readonly string[]): boolean {
  const specific = others.filter(isSpecific);
  return specific.length > 0 && specific.every((word) => words.includes(word));
}

/** The candidates that share most of the words. */
function best(candidates: readonly Candidate[], wanted: readonly string[]): readonly Candidate[] {
  const shared = ({ words }: Candidate): number => wanted.filter((word) => words.includes(word)).length;
  const most = Math.max(0, ...candidates.map(shared));
  return candidates.filter((candidate) => shared(candidate) === most);
}

function single<T>(items: readonly T[]): T | undefined {
  return items.length === 1 ? items[0] : undefined;
}

function wordsOf(name: string): readonly string[] {
  return name
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter((word) => word !== '');
}
