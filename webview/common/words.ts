import { isTextRecord } from '../../contracts/guards.ts';

/** Returns a text in the user's language, with `{0}`, `{1}` … replaced by the arguments. */
export type Translate = (text: string, ...values: readonly (string | number)[]) => string;

/** Texts missing from `bundle` stay English. */
export function translator(bundle: Readonly<Record<string, string>>): Translate {
  return (text, ...values) => {
    const translated = Object.hasOwn(bundle, text) ? (bundle[text] ?? text) : text;
    return translated.replace(/\{(\d+)\}/g, (hole, index: string) => String(values[Number(index)] ?? hole));
  };
}

/**
 * The user's language, as the host wrote it into the page. Texts are literals, so that they can be extracted
 * for translation.
 */
export const t = translator(wordsOfPage());

/** The host writes them before any script runs; without a page there are none. */
function wordsOfPage(): Readonly<Record<string, string>> {
  const page = typeof document === 'undefined' ? undefined : document.getElementById('app');
  const words: unknown = JSON.parse(page?.dataset['words'] ?? '{}');
  return isTextRecord(words) ? words : {};
}
