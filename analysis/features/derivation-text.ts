import type { Derivation, DerivationStep, Explanation } from '../model/derivation.ts';
import type { Say } from '../model/translator.ts';
import { code, plain } from './markdown.ts';

const mostNames = 3;
const mostSteps = 6;

/**
 * How names that are not written at the call were found, as Markdown; empty for names that are. Long
 * derivations show only the last step, which is where the name is written.
 */
export function derivationTexts(explanation: Explanation | undefined, say: Say): readonly string[] {
  const followed = explanation?.derivations.filter(isFollowed) ?? [];
  if (followed.length === 0) return [];
  const shown = followed.slice(0, mostNames).map(wayOf);
  const hidden = followed.length - shown.length;
  const more = hidden > 0 ? [say('and {count} more', { count: hidden })] : [];
  return [say('How it was found:'), ...shown, ...more];
}

function isFollowed({ kind, steps }: Derivation): boolean {
  return kind !== 'unknown' && steps.length > 1;
}

function wayOf({ text, steps }: Derivation): string {
  const shown = steps.length > mostSteps ? steps.slice(-1) : steps.slice(1);
  return [code(text), ...shown.map((step) => `- ${sentenceOf(step)}`)].join('\n');
}

/** Code in a sentence is enclosed in backticks; there is no other Markdown in it. */
function sentenceOf({ sentence, place }: DerivationStep): string {
  const words = sentence.split('`').map((part, at) => (at % 2 === 1 ? code(part) : plain(part)));
  const file = decodeURIComponent(place.uri.slice(place.uri.lastIndexOf('/') + 1));
  return `${words.join('')} ${plain(`(${file}:${place.range.start.line + 1})`)}`;
}
