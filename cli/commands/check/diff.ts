import {
  type ChangeReport,
  compareWithBaseline,
  failedSentence,
  reviewChange,
  uncheckedSentence,
} from '../../../review/index.ts';
import { type ExitCode, exitCodes } from '../../host/cli-error.ts';
import type { CliHost } from '../../host/cli-host.ts';
import { chooseCatalogSource } from '../../knowledge/catalogs.ts';
import { parseFormats, writeReports } from '../../reporters/index.ts';
import { baselineFile } from './baseline-file.ts';
import type { CheckOptions } from './options.ts';
import { ofRules } from './selection.ts';
import { ageNote, isOld, snapshotAge } from './snapshot-age.ts';
import { isFailure } from './verdict.ts';

/**
 * Reports what a change does. New findings decide about the exit code; needed access that the code handles and
 * new suppressions are for a person to judge. @throws CliError, ReviewError, VaultError if nothing could be compared
 */
export async function checkDiff(
  paths: readonly string[],
  options: CheckOptions,
  host: CliHost,
): Promise<ExitCode> {
  const outputs = parseFormats(options.format);
  const { catalogs, snapshot } = await chooseCatalogSource(options, host);
  const age = snapshot && snapshotAge(snapshot.asOf, host.now());
  if (snapshot && age && isOld(age)) host.note(ageNote(snapshot.file, age));
  const change = { paths, range: options.diff ?? '', catalogs };
  const reviewed = await reviewChange({ ...change, ...(snapshot && { catalogFile: snapshot.file }) }, host);
  const { unchecked, failed, isPartial, sourceOf } = reviewed;
  const report = selected(reviewed.report, options, host);
  for (const agent of unchecked) host.note(`note: ${uncheckedSentence(agent)}`);
  for (const file of failed) host.note(`error: ${failedSentence(file)}`);
  await writeReports({ ...report, unchecked, failed }, outputs, { ...host, sourceOf });
  if (isFailure(report.new, options)) return exitCodes.findings;
  return isPartial || failed.length > 0 ? exitCodes.couldNotRun : exitCodes.clean;
}

/** The part of the report that the user asked for. */
function selected(report: ChangeReport, options: CheckOptions, host: CliHost): ChangeReport {
  const { agent: agents, baseline } = options;
  const isWanted = (agent: string): boolean => agents === undefined || agents.includes(agent);
  const found = ofRules(report.new, options).filter(({ agentId }) => isWanted(agentId));
  const known = baseline === undefined ? undefined : baselineFile(baseline, host);
  return {
    ...report,
    needs: report.needs.filter(({ agent }) => isWanted(agent)),
    new: known ? compareWithBaseline(found, known.read(), known.toEntry, () => false).added : found,
    dynamic: report.dynamic.filter(({ agent }) => isWanted(agent)),
    gone: report.gone.filter(({ agent }) => isWanted(agent)),
    catalog: report.catalog.filter(({ agent }) => isWanted(agent)),
  };
}
