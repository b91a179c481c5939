import { randomUUID } from 'node:crypto';
import { appendFileSync } from 'node:fs';

type Level = 'error' | 'notice' | 'warning';

/** An annotation of the run. The message can contain anything. */
export function annotation(level: Level, message: string): string {
  const escaped = message.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
  return `::${level} title=Agent Secrets::${escaped}`;
}

/**
 * Surrounds text from the repository, such as paths and source lines, so that GitHub does not execute
 * workflow commands in it. The token cannot be guessed.
 */
export function withoutCommands(token: string = randomUUID()): {
  readonly before: string;
  readonly after: string;
} {
  return { before: `::stop-commands::${token}`, after: `::${token}::` };
}

/** The annotations of a report, without any other workflow command. */
export function onlyAnnotations(report: string): readonly string[] {
  return report.split(/\r?\n/).filter((line) => /^::(?:error|warning|notice)(?: |::)/.test(line));
}

/** @param file `GITHUB_OUTPUT`; the delimiter cannot be guessed, so no value can add another output */
export function setOutput(file: string | undefined, name: string, value: string): void {
  if (file === undefined || file === '') return;
  const delimiter = `agent-secrets-${randomUUID()}`;
  appendFileSync(file, `${name}<<${delimiter}\n${value}\n${delimiter}\n`);
}

/** @param file `GITHUB_STEP_SUMMARY` */
export function addSummary(file: string | undefined, markdown: string): void {
  if (file === undefined || file === '') return;
  appendFileSync(file, markdown.endsWith('\n') ? markdown : `${markdown}\n`);
}
