import { looksLikeCredential } from '../credential-shape.ts';
import { conventionalName, limits, nameProblem, type SecretKind } from '../secret.ts';
import { type Sentence, sentence } from '../words.ts';
import { isCsv, readCsv } from './csv.ts';
import type { ReadEntry } from './entry.ts';
import { readEnv } from './env.ts';
import { readJson } from './json.ts';

export const fileFormats = ['env', 'json', 'csv'] as const;
export type FileFormat = (typeof fileFormats)[number];

/** A secret that can be created from a file. */
export interface FileSecret extends ReadEntry {
  /** A valid name, or an empty string if the file has none. */
  readonly name: string;
  readonly kind: SecretKind;
}

/** The secrets of a file, and why other parts of it cannot be imported; no problem repeats a value. */
export interface SecretFile {
  readonly secrets: readonly FileSecret[];
  readonly problems: readonly Sentence[];
}

/** Determined by the file extension, otherwise by the content. */
export function formatOf(fileName: string, text: string): FileFormat {
  const [, end] = /\.(json|csv|env)$/i.exec(fileName) ?? [];
  const named = fileFormats.find((format) => format === end?.toLowerCase());
  if (named !== undefined) return named;
  if (
    text
      .replace(/^\uFEFF/, '')
      .trimStart()
      .startsWith('{')
  )
    return 'json';
  return isCsv(text) ? 'csv' : 'env';
}

export function readSecretFile(source: string, format: FileFormat): SecretFile {
  if (source.length > limits.importBytes) {
    const size = limits.importBytes / 1024;
    return refused(sentence('The file is larger than {size} KiB.', { size }));
  }
  const read = { env: readEnv, json: readJson, csv: readCsv }[format];
  const { entries, problems } = read(source.replace(/^\uFEFF/, ''));
  if (entries.length === 0 && problems.length === 0)
    return refused(sentence('The file contains no secrets.'));
  if (entries.length > limits.importedSecrets) {
    const holes = { count: entries.length, most: limits.importedSecrets };
    return refused(
      sentence('The file has {count} secrets; one import can have at most {most}. Split the file.', holes),
    );
  }
  const secrets: FileSecret[] = [];
  const unfit: Sentence[] = [];
  for (const entry of entries) {
    const problem = problemOf(entry);
    if (problem) unfit.push(problem);
    else {
      const kind = typeof entry.value === 'string' ? 'single' : 'key_value';
      secrets.push({ ...entry, kind, name: suggestedName(entry.name, format) });
    }
  }
  return { secrets, problems: [...problems, ...unfit] };
}

function refused(problem: Sentence): SecretFile {
  return { secrets: [], problems: [problem] };
}

/** A name with the shape of a credential is probably a value, so it is left out. */
function suggestedName(name: string, format: FileFormat): string {
  if (looksLikeCredential(name)) return '';
  if (format !== 'env' && nameProblem(name) === undefined) return name;
  return (conventionalName(name) ?? name).slice(0, limits.nameLength).trim();
}

/** Why the value, a field or the description cannot be stored; a name can be changed before the import. */
function problemOf({ value, description = '', line }: ReadEntry): Sentence | undefined {
  const fields = typeof value === 'string' ? [] : Object.keys(value);
  const texts = typeof value === 'string' ? [value] : Object.values(value);
  if (texts.includes('')) return sentence('Line {line}: the value is empty.', { line });
  if (texts.length === 0 || fields.length > limits.fields) {
    const most = limits.fields;
    return sentence('Line {line}: a secret must have 1 to {most} fields.', { line, most });
  }
  if (fields.some((field) => nameProblem(field) !== undefined || looksLikeCredential(field)))
    return sentence('Line {line}: a field name is not valid, or looks like a credential.', { line });
  const all = [...fields, ...texts].join('');
  if (!all.isWellFormed() || all.includes('\0'))
    return sentence('Line {line}: the value contains characters that cannot be stored.', { line });
  if (bytesOf(all) > limits.valueBytes) {
    const size = limits.valueBytes / 1024;
    return sentence('Line {line}: the value is larger than {size} KiB.', { line, size });
  }
  if (description.length > limits.descriptionLength || looksLikeCredential(description))
    return sentence('Line {line}: the description is too long, or looks like a credential.', { line });
  return undefined;
}

/** In UTF-8. */
function bytesOf(text: string): number {
  return (
    text.length +
    (text.match(/[\u0080-\uffff]/g)?.length ?? 0) +
    (text.match(/[\u0800-\ud7ff\ue000-\uffff]/g)?.length ?? 0)
  );
}
