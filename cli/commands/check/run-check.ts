import { resolve } from 'node:path';
import { type Analyzer, mayMatter } from '../../../analysis/index.ts';
import {
  type BaselineEntry,
  baselineOf,
  type CheckedFile,
  collectFindings,
  compareWithBaseline,
  credentialsInFiles,
  type FailedFile,
  failedSentence,
  openAnalyzed,
  type ReportedFinding,
  uncheckedSentence,
  type Workspace,
} from '../../../review/index.ts';
import { visible } from '../../../contracts/visible-text.ts';
import { CliError, type ExitCode, exitCodes } from '../../host/cli-error.ts';
import type { CliHost } from '../../host/cli-host.ts';
import { chooseCatalogSource } from '../../knowledge/catalogs.ts';
import { counted } from '../../output/table.ts';
import {
  ageNote,
  type FindingsReport,
  isAgeNoted,
  type Output,
  parseFormats,
  snapshotAge,
  writeReports,
} from '../../reporters/index.ts';
import { type BaselineFile, baselineFile } from './baseline-file.ts';
import type { CheckOptions } from './options.ts';
import { ofRules, onlyAgents } from './selection.ts';
import { verdictOf } from './verdict.ts';

/** The input of a check. */
export interface CheckRequest {
  readonly paths: readonly string[];
  readonly options: CheckOptions;
  /** Opens the files in a state other than that on disk. */
  readonly open?: typeof openAnalyzed;
  /** The text of a reported file in that state, for code frames. */
  readonly sourceOf?: (path: string) => string | undefined;
}

export interface CheckResult {
  readonly code: ExitCode;
  /** The reported findings. */
  readonly findings: readonly ReportedFinding[];
}

/** Checks once, and reports. @throws CliError, ReviewError, VaultError if nothing could be checked */
export async function runCheck(request: CheckRequest, host: CliHost): Promise<CheckResult> {
  const { options, paths, open = openAnalyzed, sourceOf } = request;
  const outputs = parseFormats(options.format);
  const known = options.baseline === undefined ? undefined : baselineFile(options.baseline, host);
  const writes = options.writeBaseline === true;
  const earlier = writes ? known?.readIfExists() : known?.read();
  const { catalogs, snapshot } = await chooseCatalogSource(options, host);
  const age = snapshot && snapshotAge(snapshot.asOf, host.now());
  if (snapshot && age && isAgeNoted(age, outputs)) host.note(ageNote(snapshot.file, age));
  const unread = new Map<string, FailedFile>();
  const leftOut = (file: string, reason: string): void =>
    void unread.set(file, { path: file, reason, isUnread: true });
  const { analyzer, workspace: opened, settings } = open(paths, { ...host, leftOut }, mayMatter);
  const workspace = onlyAgents(opened, options.agent);
  const now = new Date(host.now());
  const collected = await collectFindings(
    analyzer,
    workspace,
    catalogs,
    (file) => ({ ...settings.of(file), now }),
    credentialsInFiles(host),
  );
  const { unchecked, nothingKnown } = collected;
  const isOfAgent = ({ path: file }: FailedFile): boolean =>
    workspace.agentOf(resolve(host.cwd, file)) !== undefined;
  const failed = [...collected.failed, ...[...unread.values()].filter(isOfAgent)];
  const findings = ofRules(collected.findings, options);
  for (const agent of unchecked) host.note(`note: ${uncheckedSentence(agent)}`);
  for (const file of failed) host.note(`error: ${failedSentence(file)}`);
  // Leaks and credentials are found without a catalog, but code must not be reported as clean without one.
  if (nothingKnown && findings.length === 0)
    throw new CliError('No agent of this code has a catalog, so no names were checked.');
  const covers = coverage(workspace, { unchecked, failed }, options, known);
  const couldNotRun = nothingKnown || failed.length > 0 || workspace.hasUnusableProject();
  if (known && earlier && writes) {
    if (workspace.isElsewhere) throw new CliError(nothingThere(paths, host));
    const entries = baselineOf(findings, earlier, known.toEntry, covers);
    await known.write(entries);
    host.note(`Wrote ${counted(countOf(entries), 'finding')} to ${visible(options.baseline ?? '')}.`);
    return { code: couldNotRun ? exitCodes.couldNotRun : exitCodes.clean, findings: [] };
  }
  const compared = known && earlier && compareWithBaseline(findings, earlier, known.toEntry, covers);
  const reported = compared?.added ?? findings;
  const { code, verdict } = verdictOf(reported, options, {
    isNew: compared !== undefined,
    isIncomplete: couldNotRun,
  });
  const report: FindingsReport = {
    verdict,
    findings: reported,
    unchecked,
    failed,
    files: workspace.files.length + workspace.notebooks.length,
    ...(outputs.some(({ format }) => format === 'sarif') && {
      suppressed: suppressedFindings(analyzer, collected.checked, options),
    }),
    ...(age && { snapshot: age }),
    ...(compared && { baseline: { known: compared.known, fixed: compared.fixed } }),
  };
  // As text, "No findings" would look like a clean result. Other formats still need a report to parse.
  const wanted = workspace.isElsewhere ? outputs.filter((one) => !isForPeople(one)) : outputs;
  await writeReports(report, wanted, { ...host, ...(sourceOf && { sourceOf }) });
  if (workspace.isElsewhere) throw new CliError(nothingThere(paths, host));
  if (compared && known) noteBaseline(compared, known, options, host);
  return { code, findings: reported };
}

/** What comments suppress. Other formats cannot contain it. */
function suppressedFindings(
  analyzer: Analyzer,
  checked: readonly CheckedFile[],
  options: CheckOptions,
): NonNullable<FindingsReport['suppressed']> {
  return checked
    .filter(({ file }) => file.text.includes('agent-secrets:'))
    .flatMap(({ file, context, reportOf }) =>
      analyzer.suppressions(file, context).flatMap(({ reason, suppressed }) =>
        ofRules(suppressed.map(reportOf), options).map((finding) => ({
          finding,
          by: 'comment' as const,
          reason,
        })),
      ),
    );
}

function isForPeople({ format, file }: Output): boolean {
  return format === 'text' && file === undefined;
}

/** Returns whether this check would find the finding of an entry. Its absence then means that it is fixed. */
function coverage(
  workspace: Workspace,
  {
    unchecked,
    failed,
  }: {
    readonly unchecked: readonly { readonly agentId: string }[];
    readonly failed: readonly { readonly path: string }[];
  },
  { rule, agent, staged, stdinFilepath }: CheckOptions,
  known: BaselineFile | undefined,
): (entry: BaselineEntry) => boolean {
  const isPart = staged === true || stdinFilepath !== undefined;
  const inPart = new Set(
    isPart ? workspace.files.map((file) => workspace.displayPath(workspace.uriOf(file))) : [],
  );
  const failedPaths = new Set(failed.map(({ path }) => path));
  const withoutCatalog = new Set(unchecked.map(({ agentId }) => agentId));
  return (entry) => {
    const path = known?.toReport(entry.path) ?? entry.path;
    const isSelected =
      (rule === undefined || rule.some((one) => one === entry.rule)) &&
      (agent === undefined || agent.includes(entry.agent));
    const isChecked = !withoutCatalog.has(entry.agent) && !failedPaths.has(path);
    return isSelected && isChecked && (isPart ? inPart.has(path) : workspace.isWithin(path));
  };
}

function noteBaseline(
  { known, fixed, fixedCount }: ReturnType<typeof compareWithBaseline>,
  { toReport }: BaselineFile,
  { baseline = '' }: CheckOptions,
  { note }: Pick<CliHost, 'note'>,
): void {
  const file = visible(baseline);
  if (known > 0)
    note(`note: ${counted(known, 'finding')} in ${file} ${known === 1 ? 'is' : 'are'} not reported.`);
  if (fixed.length === 0) return;
  note(`note: ${counted(fixedCount, 'finding')} in ${file} ${fixedCount === 1 ? 'is' : 'are'} fixed:`);
  for (const entry of fixed) note(`  ${fixedLine(entry, toReport(entry.path))}`);
  note('  Remove what is fixed with --write-baseline.');
}

function fixedLine({ rule, agent, names, count }: BaselineEntry, path: string): string {
  const subject = names.length === 0 ? '' : ` (${names.join(', ')})`;
  return `${visible(`${path}  ${rule}${subject}  ${agent}`)}${count === 1 ? '' : `  ×${count}`}`;
}

function countOf(entries: readonly BaselineEntry[]): number {
  return entries.reduce((sum, { count }) => sum + count, 0);
}

function nothingThere(paths: readonly string[], { cwd }: Pick<CliHost, 'cwd'>): string {
  const where = paths.length === 0 ? cwd : paths.join(', ');
  return `Nothing to check in ${where}: no project.yaml, no notebook, and no Python, JavaScript, TypeScript or JSON file. Check the folder of an agent instead.`;
}
