import path from 'node:path';
import {
  parseProjectSettings,
  type ProjectSettings,
  projectSettingsFileName,
  settingsFor,
  type Severity,
} from '../../analysis/index.ts';
import type { Catalogs } from '../host/catalogs.ts';
import { displayPath, foundTextOrNothing } from '../files/disk-files.ts';
import type { FileTree } from '../files/file-tree.ts';
import { NearestFile } from '../files/nearest-file.ts';
import { overlayTree } from '../files/overlay-tree.ts';
import type { ReportedFinding } from '../findings/reported.ts';
import type { ComparedStates } from '../git/compared-states.ts';
import type { ReviewHost } from '../host/review-host.ts';
import type { NewSuppression } from './change-report.ts';
import { type CodeState, codeState } from './code-state.ts';
import { addedAfter } from './subtract.ts';

interface Given {
  readonly states: ComparedStates;
  readonly folders: readonly string[];
  readonly catalogs: Catalogs;
  readonly host: ReviewHost;
  readonly after: CodeState;
}

/**
 * The changes in `.agent-secrets.json` files that suppress findings, with those findings: the ones that the
 * old settings would have shown in the new code, with at least the same severity.
 */
export async function settingsChanges(given: Given): Promise<readonly NewSuppression[]> {
  const { states, folders, catalogs, host, after } = given;
  const { before: then, after: now, changedBefore, changedAfter } = states;
  const files = [...new Set([...changedBefore, ...changedAfter])]
    .filter((file) => path.basename(file) === projectSettingsFileName)
    .toSorted();
  if (files.length === 0) return [];
  const isThere = (file: string): boolean => then.kindOf(file) !== undefined;
  const old = new Map(files.filter(isThere).map((file) => [file, () => bytesIn(then, file)]));
  const oldSettings = overlayTree(now, old, (file) => files.includes(file) && !isThere(file));
  const otherwise = await codeState(oldSettings, catalogs, { folders, host });
  const hidden = hiddenFindings(after, otherwise);
  return files.flatMap((file) => {
    const own = hidden.filter((finding) => nearest(files, path.resolve(host.cwd, finding.path)) === file);
    return suppressionsBy(file, own, states, host.cwd);
  });
}

/** The findings in `otherwise` that are missing in `after`, or have a lower severity there. */
export function hiddenFindings(
  after: CodeState,
  otherwise: Pick<CodeState, 'findings'>,
): readonly ReportedFinding[] {
  const sides = { codeBefore: after.codeAt, codeAfter: after.codeAt, pathAfter: (one: string) => one };
  return severities.flatMap((severity, rank) =>
    addedAfter(
      {
        ...sides,
        before: after.findings.filter((one) => severities.indexOf(one.severity) >= rank),
        after: otherwise.findings.filter((one) => one.severity === severity),
      },
      {
        subjectOf: ({ rule, agentId, names }: ReportedFinding) => [rule, agentId, names],
        isSpecificEnough: () => false,
      },
    ),
  );
}

const severities: readonly Severity[] = ['hint', 'information', 'warning', 'error'];

/** The file whose settings apply, or that of a change that has an effect elsewhere. */
function nearest(files: readonly string[], of: string): string | undefined {
  const above = files.filter((file) => of.startsWith(`${path.dirname(file)}${path.sep}`));
  return above.toSorted((one, other) => other.length - one.length)[0] ?? files[0];
}

function suppressionsBy(
  file: string,
  hidden: readonly ReportedFinding[],
  { before: then, after: now }: ComparedStates,
  cwd: string,
): readonly NewSuppression[] {
  const relative = displayPath(file, cwd);
  const left = new Set(hidden);
  const suppression = (rules: readonly string[], line: number, suppressed: readonly ReportedFinding[]) => {
    for (const finding of suppressed) left.delete(finding);
    return { by: 'settings' as const, path: relative, line, column: 1, rules, reason: '', suppressed };
  };
  const listed = entriesAdded(file, then, now).map(({ entry, line }) =>
    suppression(
      entry.rules,
      line,
      // Several patterns can hide the same finding, and each of them is enough.
      (entry.kind === 'rule' ? [...left] : hidden).filter((one) => hides(entry, one, file, cwd)),
    ),
  );
  const rules = [...new Set([...left].map(({ rule }) => rule))].toSorted();
  return left.size === 0 ? listed : [...listed, suppression(rules, 1, [...left])];
}

interface SettingsEntry {
  /**
   * A rule that is turned off, a pattern of files without findings, a function whose result counts as masked, or
   * a function that the settings named before.
   */
  readonly kind: 'gone' | 'ignore' | 'rule' | 'sanitizer';
  readonly text: string;
  /** The rules that it can suppress; empty for all rules. */
  readonly rules: readonly string[];
}

const rulesAboutValues = ['secret-in-log', 'secret-in-state', 'secret-to-model'];

function hides(
  { kind, text, rules }: SettingsEntry,
  { rule, path: reported }: ReportedFinding,
  file: string,
  cwd: string,
): boolean {
  if (kind !== 'ignore') return rules.length === 0 || rules.includes(rule);
  const relative = displayPath(path.resolve(cwd, reported), path.dirname(file));
  return settingsFor(relative, { ...noSettings, ignore: [text] }).ignored === true;
}

function entriesAdded(
  file: string,
  then: FileTree,
  now: FileTree,
): readonly { readonly entry: SettingsEntry; readonly line: number }[] {
  // What applies to the folder can come from a folder above, and a nearer file replaces all of it.
  const [old, current] = [then, now].map((tree) => settingsIn(tree, path.dirname(file)));
  if (old === undefined || current === undefined) return [];
  const lines = textIn(now, file).split(/\r?\n/);
  return entriesOf(old, current).map((entry) => {
    const at = lines.findIndex((line) => line.includes(JSON.stringify(entry.text)));
    return { entry, line: Math.max(at, 0) + 1 };
  });
}

function entriesOf(old: ProjectSettings, current: ProjectSettings): readonly SettingsEntry[] {
  const [sinksBefore, sinks] = [old, current].map((one) => one.functions.sinks.map((sink) => sink.function));
  const off = Object.entries(current.rules).filter(([rule, severity]) => {
    const before = Object.entries(old.rules).find(([one]) => one === rule)?.[1];
    return severity === 'off' && before !== 'off';
  });
  const entry = (kind: SettingsEntry['kind'], rules: readonly string[]) => (text: string) => ({
    kind,
    text,
    rules,
  });
  return [
    ...off.map(([rule]) => entry('rule', [rule])(rule)),
    ...missing(current.ignore, old.ignore).map(entry('ignore', [])),
    ...missing(current.functions.sanitizers, old.functions.sanitizers).map(
      entry('sanitizer', rulesAboutValues),
    ),
    ...missing(old.functions.readers, current.functions.readers).map(entry('gone', [])),
    ...missing(sinksBefore ?? [], sinks ?? []).map(entry('gone', rulesAboutValues)),
  ];
}

function missing(some: readonly string[], others: readonly string[]): readonly string[] {
  return some.filter((one) => !others.includes(one));
}

const noSettings = parseProjectSettings('{}').settings;

function settingsIn(tree: FileTree, folder: string): ProjectSettings {
  const read = (file: string): ProjectSettings => parseProjectSettings(textIn(tree, file)).settings;
  return new NearestFile(projectSettingsFileName, read, tree).above(folder) ?? noSettings;
}

function bytesIn(tree: FileTree, file: string): Uint8Array {
  return new TextEncoder().encode(textIn(tree, file));
}

/** A file that cannot be read has no settings. */
function textIn(tree: FileTree, file: string): string {
  return foundTextOrNothing(file, tree) ?? '{}';
}
