import { visible } from '../../contracts/visible-text.ts';

const longest = 300;

/**
 * Formats an untrusted name as code, where GitHub and GitLab recognize no markup, links, mentions or
 * references to issues. Works in tables too.
 */
export function code(name: string): string {
  const shown = clipped(visible(name));
  if (shown === '') return '(empty)';
  if (/^[^`|\\<>&\s]+(?: [^`|\\<>&\s]+)*$/.test(shown) && !shown.includes('##')) return `\`${shown}\``;
  return `<code>${shown.replaceAll(/[^a-z0-9 ]/giu, entity)}</code>`;
}

/**
 * Formats an untrusted sentence. Quoted parts become code. Markup has no effect, and nothing becomes a link,
 * a mention or a reference.
 */
export function prose(sentence: string): string {
  const shown = clipped(visible(sentence));
  const parts = shown.split(/"([^"]*)"/);
  return parts.map((part, at) => (at % 2 === 1 ? code(part) : plain(part))).join('');
}

/**
 * Escapes markup, and interrupts whatever a platform would recognize in the text: mentions, references to
 * issues and commits, links, formulas and emoji. `<wbr>` is invisible.
 */
function plain(words: string): string {
  return words
    .replaceAll(/\b[\da-f]{7,}\b/gi, (hash) => hash.replaceAll(/.{3}/g, interrupted))
    .replaceAll(recognized, interrupted)
    .replaceAll(/[^\p{L}\p{N}\p{M} .,:;'()?!/\0-]/gu, entity)
    .replaceAll(gap, '<wbr>');
}

/** Cannot occur in visible text. */
const gap = '\0';
/** The start of each recognized construct, up to the point of interruption. */
const recognized = /[@#$]|:(?=\S)|!(?=\w)|\bwww(?=\.)|\bgh(?=-\d)/gi;

function interrupted(start: string): string {
  return `${start}${gap}`;
}

function entity(character: string): string {
  return `&#${String(character.codePointAt(0))};`;
}

/** A single name must not fill the page. */
function clipped(words: string): string {
  if (words.length <= longest) return words;
  // Not between the halves of a surrogate pair.
  return `${words.slice(0, longest).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
