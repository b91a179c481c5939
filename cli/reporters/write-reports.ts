import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { decodeSource } from '../../analysis/index.ts';
import { CliError } from '../host/cli-error.ts';
import type { CliHost } from '../host/cli-host.ts';
import { type Output, sameFile } from './outputs.ts';
import { finalPath, replaceFile } from './replace-file.ts';
import type { AnyReport, ReporterOptions } from './report.ts';
import { reporters } from './reporters.ts';

export type ReportHost = Pick<CliHost, 'colour' | 'cwd' | 'now' | 'print' | 'uninterrupted' | 'version'> &
  Pick<ReporterOptions, 'sourceOf'>;

/**
 * Writes a report in every requested format: files first, each completely or not at all, then standard
 * output. Code frames of a whole check show the files on disk unless `sourceOf` is given; those of a change
 * need `sourceOf`, because its head may not be the working tree. @throws CliError
 */
export async function writeReports(
  report: AnyReport,
  outputs: readonly Output[],
  host: ReportHost,
): Promise<void> {
  const whole = 'findings' in report;
  const sourceOf = host.sourceOf ?? (whole ? onDisk(host.cwd) : undefined);
  const { colour, version, now } = host;
  const texts = outputs.map(({ format, file }) => {
    const options = { colour: colour && file === undefined, version, now, ...(sourceOf && { sourceOf }) };
    const reporter = reporters[format];
    return whole ? reporter.findings(report, options) : reporter.changes(report, options);
  });
  const files = outputs.map(({ file }) => (file === undefined ? undefined : finalPath(file, host.cwd)));
  for (const [at, file] of files.entries()) {
    if (file !== undefined && files.indexOf(file) !== at)
      throw new CliError(sameFile(outputs[at]?.file ?? ''));
  }
  for (const [at, file] of files.entries()) {
    if (file !== undefined)
      await replaceFile(file, texts[at] ?? '', host, { shown: outputs[at]?.file ?? '' });
  }
  for (const [at, file] of files.entries()) {
    if (file === undefined) host.print(texts[at] ?? '');
  }
}

function onDisk(cwd: string): (reported: string) => string | undefined {
  return (reported) => {
    const file = path.resolve(cwd, reported);
    try {
      // A pipe would block until another process writes to it.
      return statSync(file).isFile() ? decodeSource(readFileSync(file), TextDecoder) : undefined;
    } catch {
      return undefined;
    }
  };
}
