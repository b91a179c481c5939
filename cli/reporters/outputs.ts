import path from 'node:path';
import { InvalidArgumentError, Option } from 'commander';
import { visible } from '../../contracts/visible-text.ts';
import { type Format, formats } from './reporters.ts';
import { isOld, type SnapshotAge } from './snapshot-age.ts';

/** A report to write: to a file, or to standard output. */
export interface Output {
  readonly format: Format;
  /** As the user wrote it. */
  readonly file?: string;
}

/** The option `--format`, which can be repeated. Pass its values to `parseFormats`. */
export function formatsOption(): Option {
  return new Option(
    '--format <format>',
    'how to print the result; repeat it, with FORMAT=FILE, to write several reports into files, whose folders are created (default: "text")',
  )
    .choices(formats)
    .argParser((value: string, previous: readonly string[] | undefined) => {
      const values = [...(previous ?? []), value];
      parseFormats(values);
      return values;
    });
}

/**
 * Parses the values of `--format`: `FORMAT` for standard output, at most once, or `FORMAT=FILE`. Without
 * values, the result is text on standard output. @throws InvalidArgumentError
 */
export function parseFormats(values: readonly string[] = []): readonly Output[] {
  if (values.length === 0) return [{ format: 'text' }];
  const outputs = values.map(parseFormat);
  const printed = outputs.filter(({ file }) => file === undefined);
  if (printed.length > 1) {
    throw new InvalidArgumentError(
      `Only one report can go to standard output. Write the others to files, such as ${printed[1]?.format}=FILE.`,
    );
  }
  const files = new Set<string>();
  for (const { file } of outputs) {
    if (file === undefined) continue;
    const normal = path.normalize(file);
    if (files.has(normal)) throw new InvalidArgumentError(sameFile(file));
    files.add(normal);
  }
  return outputs;
}

/** Refuses two reports in one file. */
export function sameFile(file: string): string {
  return `Two reports would be written to ${visible(file)}. Give each report its own file.`;
}

function parseFormat(value: string): Output {
  const [, name = '', file] = /^([^=]*)(?:=([^]*))?$/.exec(value) ?? [];
  const format = formats.find((known) => known === name);
  if (format === undefined)
    throw new InvalidArgumentError(
      `"${visible(name)}" is not a format. Allowed choices are ${formats.join(', ')}.`,
    );
  if (file === undefined) return { format };
  if (file === '') throw new InvalidArgumentError(`Add the name of a file after "${format}=".`);
  return { format, file };
}

/**
 * Whether to note the age: with text, whose report does not contain it; and in the log of a pipeline, if the
 * snapshot is old. JSON contains the age.
 */
export function isAgeNoted(age: SnapshotAge, outputs: readonly Output[]): boolean {
  if (outputs.some(({ format, file }) => format === 'text' && file === undefined)) return true;
  return isOld(age) && outputs.some(({ format }) => format !== 'json');
}
