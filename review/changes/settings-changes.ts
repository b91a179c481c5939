import path from 'node:path';
import { parseProjectSettings, type ProjectSettings, projectSettingsFileName } from '../../analysis/index.ts';
import type { Catalogs } from '../catalogs.ts';
import { displayPath, readFoundText } from '../files/disk-files.ts';
import type { FileTree } from '../files/file-tree.ts';
import { overlayTree } from '../files/overlay-tree.ts';
import type { ReportedFinding } from '../findings/reported.ts';
import type { ComparedStates } from '../git/compared-states.ts';
import type { ReviewHost } from '../review-host.ts';
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

/** What the change adds to `.agent-secrets.json` files that suppresses findings, with those findings. */
export async function settingsChanges(given: Given): Promise<readonly NewSuppression[]> {
  const { states, folders, catalogs, host, after } = given;
  const { before: then, after: now, changedBefore, changedAfter } = states;
  const files = [...new Set([...changedBefore, ...changedAfter])]
    .filter((file) => path.basename(file) === projectSettingsFileName)
    .toSorted();
  const added = files.flatMap((file) => entriesAdded(file, then, now, host.cwd));
  if (added.length === 0) return [];
  // The code after the change, judged by the settings before it, shows what the new settings hide.
  const old = new Map(files.map((file) => [file, () => new TextEncoder().encode(textIn(then, file))]));
  const otherwise = await codeState(overlayTree(now, old), catalogs, { folders, host });
  const sides = { codeBefore: after.codeAt, codeAfter: after.codeAt, pathAfter: (one: string) => one };
  const hidden = addedAfter(
    { ...sides, before: after.findings, after: otherwise.findings },
    {
      subjectOf: ({ rule, agentId, names }: ReportedFinding) => [rule, agentId, names],
      isTelling: () => false,
    },
  );
  return added.map(({ entry, path: file, line, column, rules, reason }) => ({
    path: file,
    line,
    column,
    rules,
    reason,
    suppressed: hidden.filter(({ rule }) =>
      entry.kind === 'rule' ? rule === entry.text : !isOfRule(rule, added),
    ),
  }));
}

interface SettingsEntry {
  /** `rule`: a rule that is turned off. `ignore`: a pattern of files without findings. */
  readonly kind: 'rule' | 'ignore';
  readonly text: string;
}

type AddedEntry = Omit<NewSuppression, 'suppressed'> & { readonly entry: SettingsEntry };

function isOfRule(rule: string, added: readonly AddedEntry[]): boolean {
  return added.some(({ entry }) => entry.kind === 'rule' && entry.text === rule);
}

function entriesAdded(file: string, then: FileTree, now: FileTree, cwd: string): readonly AddedEntry[] {
  const known = new Set(entriesIn(textIn(then, file)).map(({ text }) => text));
  const text = textIn(now, file);
  const lines = text.split(/\r?\n/);
  return entriesIn(text)
    .filter((entry) => !known.has(entry.text))
    .map((entry) => {
      const at = lines.findIndex((line) => line.includes(JSON.stringify(entry.text)));
      const rules = entry.kind === 'rule' ? [entry.text] : [];
      return { entry, path: displayPath(file, cwd), line: Math.max(at, 0) + 1, column: 1, rules, reason: '' };
    });
}

function entriesIn(text: string): readonly SettingsEntry[] {
  const { rules, ignore }: ProjectSettings = parseProjectSettings(text).settings;
  const off = Object.entries(rules).filter(([, severity]) => severity === 'off');
  return [
    ...off.map(([rule]) => ({ kind: 'rule' as const, text: rule })),
    ...ignore.map((pattern) => ({ kind: 'ignore' as const, text: pattern })),
  ];
}

/** A missing file has no settings. */
function textIn(tree: FileTree, file: string): string {
  try {
    return readFoundText(file, tree);
  } catch {
    return '{}';
  }
}
