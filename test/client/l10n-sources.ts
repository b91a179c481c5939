import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { namedKinds } from '../../analysis/hardcoded/named-credentials.ts';
import { kinds } from '../../hardcoded/kinds.ts';

const root = path.resolve(import.meta.dirname, '../..');

const folders = ['analysis', 'client', 'contracts', 'server', 'sign-in', 'vault-client', 'webview'];

/** Every English text that the code passes to a translation function, sorted. */
export function textsInCode(): readonly string[] {
  const written = folders.flatMap(textsBelow);
  return [...new Set([...written, ...kinds.values(), ...namedKinds, 'a credential'])].toSorted();
}

function textsBelow(folder: string): readonly string[] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => textsIn(readFileSync(path.join(root, folder, file), 'utf8')));
}

/**
 * The first argument of `l10n.t(…)`, in panels `t(…)`, elsewhere `translate(…)` and `sentence(…)`, in the server
 * `progress(…)` too; our texts are literals.
 */
function textsIn(source: string): readonly string[] {
  const calls = /\b(?:t|translate|sentence|progress)\(\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")/g;
  return [...source.matchAll(calls)].map(([, single, double]) => single ?? double ?? '');
}
