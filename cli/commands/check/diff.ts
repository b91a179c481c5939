import { resolve } from 'node:path';
import {
  type BaselineEntry,
  type ChangeReport,
  compareWithBaseline,
  displayPath,
  failedSentence,
  openAnalyzed,
  readBaseline,
  type ReportedFinding,
  reviewChange,
  type ReviewedChange,
  uncheckedSentence,
} from '../../../review/index.ts';
import type { ExitCode } from '../../host/cli-error.ts';
import type { CliHost } from '../../host/cli-host.ts';
import { chooseCatalogSource } from '../../knowledge/catalogs.ts';
import { ageNote, isAgeNoted, parseFormats, snapshotAge, writeReports } from '../../reporters/index.ts';
import { baselineFile } from './baseline-file.ts';
import type { CheckOptions } from './options.ts';
import { ofRules, onlyAgents } from './selection.ts';
import { verdictOf } from './verdict.ts';

/**
 * Reports what a change does. Only new findings affect the exit code; a person judges new suppressions, and
 * needed access that the code handles. @throws CliError, ReviewError, VaultError if nothing could be compared
 */
export async function checkDiff(
  paths: readonly string[],
  options: CheckOptions,
  host: CliHost,
): Promise<ExitCode> {
  const outputs = parseFormats(options.format);
  const { catalogs, snapshot } = await chooseCatalogSource(options, host);
  const age = snapshot && snapshotAge(snapshot.asOf, host.now());
  const change = { paths, range: options.diff ?? '', catalogs };
  const reviewed = await reviewChange({ ...change, ...(snapshot && { catalogFile: snapshot.file }) }, host);
  if (snapshot && age && isAgeNoted(age, outputs)) host.note(ageNote(snapshot.file, age));
  const { unchecked, failed, isPartial, sourceOf } = reviewed;
  requireAgents(paths, options, reviewed, host);
  const report = selected(reviewed, options, host);
  for (const agent of unchecked) host.note(`note: ${uncheckedSentence(agent)}`);
  for (const file of failed) host.note(`error: ${failedSentence(file)}`);
  const isIncomplete = isPartial || failed.length > 0;
  const { code, verdict } = verdictOf(report.new, options, { isNew: true, isIncomplete });
  const limits = { verdict, unchecked, failed, ...(age && { snapshot: age }) };
  await writeReports({ ...report, ...limits }, outputs, { ...host, sourceOf });
  return code;
}

/** Refuses an agent that neither the change nor the paths contain. @throws CliError */
function requireAgents(
  paths: readonly string[],
  { agent: agents = [] }: CheckOptions,
  { report }: ReviewedChange,
  { cwd }: CliHost,
): void {
  const others = agents.filter((id) => !Object.hasOwn(report.agents, id));
  if (others.length === 0) return;
  onlyAgents(openAnalyzed(paths, { cwd, note: () => undefined }).workspace, others);
}

/**
 * The part of the report that the user asked for. New suppressions are always included, because a change must
 * not silence its own finding unseen.
 */
function selected(reviewed: ReviewedChange, options: CheckOptions, host: CliHost): ChangeReport {
  const { report } = reviewed;
  const { agent: agents, baseline } = options;
  const isWanted = (agent: string): boolean => agents === undefined || agents.includes(agent);
  const wanted = (findings: readonly ReportedFinding[]): readonly ReportedFinding[] =>
    ofRules(findings, options).filter(({ agentId }) => isWanted(agentId));
  const found = wanted(report.new);
  const compared = baseline === undefined ? undefined : withBaseline(found, baseline, reviewed, host);
  return {
    ...report,
    needs: report.needs.filter(({ agent }) => isWanted(agent)),
    new: compared?.added ?? found,
    dynamic: report.dynamic.filter(({ agent }) => isWanted(agent)),
    suppressions: [...report.suppressions, ...(compared?.suppressions ?? [])],
    gone: report.gone.filter(({ agent }) => isWanted(agent)),
    catalog: report.catalog.filter(({ agent }) => isWanted(agent)),
  };
}

/** The findings that are not in the baseline, and those that are in it only because of the change. */
function withBaseline(
  found: readonly ReportedFinding[],
  given: string,
  { unchanged, textBefore }: ReviewedChange,
  host: CliHost,
): Pick<ChangeReport, 'suppressions'> & { readonly added: readonly ReportedFinding[] } {
  const file = baselineFile(given, host);
  const now = file.read();
  const before = readBaseline(textBefore(given) ?? '');
  // Findings from before the change use up their entries first.
  const added = (entries: readonly BaselineEntry[]): readonly ReportedFinding[] => {
    const left = new Set(
      compareWithBaseline([...unchanged, ...found], entries, file.toEntry, () => false).added,
    );
    return found.filter((one) => left.has(one));
  };
  const left = added(now);
  const hidden = added('found' in before ? before.found : []).filter((one) => !left.includes(one));
  const rules = [...new Set(hidden.map(({ rule }) => rule))].toSorted();
  const path = displayPath(resolve(host.cwd, given), host.cwd);
  return {
    added: left,
    suppressions:
      hidden.length === 0
        ? []
        : [{ by: 'baseline', path, line: 1, column: 1, rules, reason: '', suppressed: hidden }],
  };
}
