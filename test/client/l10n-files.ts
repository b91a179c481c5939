import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');

type Texts = Readonly<Record<string, string>>;

/** The texts of the host, the panels and the server; English without a language. */
export function bundleTexts(language?: string): Texts {
  return textsOf(`l10n/bundle.l10n.${language === undefined ? '' : `${language}.`}json`);
}

/** The texts that the editor shows for the extension. */
export function manifestTexts(language?: string): Texts {
  return textsOf(`package.nls.${language === undefined ? '' : `${language}.`}json`);
}

/** Languages of the files with this path prefix, except English. */
export function languagesOfBundles(start: string): readonly string[] {
  const prefix = path.basename(start);
  return readdirSync(path.join(root, path.dirname(start)))
    .filter((file) => file.startsWith(prefix) && file.endsWith('.json'))
    .map((file) => file.slice(prefix.length, -'.json'.length))
    .filter((language) => /^[a-z]{2}(?:-[a-z]+)?$/.test(language))
    .toSorted();
}

function textsOf(file: string): Texts {
  const content: unknown = JSON.parse(readFileSync(path.join(root, file), 'utf8'));
  const entries = typeof content === 'object' && content !== null ? Object.entries(content) : [];
  return Object.fromEntries(entries.map(([key, text]) => [key, String(text)]));
}
