import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { createAnalyzer, languageOf, type Analyzer, type FileContext } from '../../analysis/index.ts';
import { namedCredentials } from '../../analysis/hardcoded/named-credentials.ts';
import { bookingAgent } from '../support/analysis-fixture.ts';

export interface ForeignFinding {
  readonly rule: string;
  /** `path:line` */
  readonly place: string;
  /** The line of code. */
  readonly code: string;
}

export interface FolderResult {
  readonly folder: string;
  files: number;
  characters: number;
  readonly agentReferences: string[];
  readonly findings: ForeignFinding[];
  readonly crashes: string[];
}

export interface Precision {
  readonly folders: readonly FolderResult[];
  readonly byRule: Readonly<Record<string, number>>;
}

/** Transforms the text of a file and gives the facts about its agent; undefined skips the file. */
export type Foreign = (
  text: string,
  languageId: string,
) => { readonly text: string; readonly context: FileContext } | undefined;

/**
 * No secret exists and everything is known: anything that looks like a read of a secret would be reported.
 */
export const asItIs: Foreign = (text) => {
  const { knowledge, ...agent } = bookingAgent({ secrets: [] });
  const context = { ...agent, ...(knowledge && { knowledge: { ...knowledge, environment: [] } }) };
  return { text, context: { ...context, credentials: namedCredentials(text) } };
};

/** Analyzes every file with a known language below the folders, each separately. */
export function measurePrecision(folders: readonly string[], foreign: Foreign = asItIs): Precision {
  const analyzer = createAnalyzer();
  const results = folders.map((folder) => measureFolder(analyzer, foreign, folder));
  const rules = Map.groupBy(
    results.flatMap(({ findings }) => findings),
    ({ rule }) => rule,
  );
  return {
    folders: results,
    byRule: Object.fromEntries([...rules].map(([rule, all]) => [rule, all.length])),
  };
}

function measureFolder(analyzer: Analyzer, foreign: Foreign, folder: string): FolderResult {
  const result: FolderResult = {
    folder,
    files: 0,
    characters: 0,
    agentReferences: [],
    findings: [],
    crashes: [],
  };
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).toSorted()) {
    const file = path.join(folder, name);
    const languageId = languageOf(name);
    if (languageId === undefined || !isPlainFile(file)) continue;
    measureFile(analyzer, foreign, file, languageId, result);
  }
  return result;
}

function isPlainFile(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isFile() === true;
}

function measureFile(
  analyzer: Analyzer,
  foreign: Foreign,
  filePath: string,
  languageId: string,
  result: FolderResult,
): void {
  const given = foreign(readFileSync(filePath, 'utf8'), languageId);
  if (given === undefined) return;
  const { text, context } = given;
  result.files++;
  result.characters += text.length;
  try {
    const file = analyzer.parse({ uri: pathToFileURL(filePath).href, languageId, text });
    const placeOf = (line: number): string => `${filePath}:${String(line + 1)}`;
    for (const { dialect, span } of analyzer.references(file)) {
      if (dialect === 'agent') result.agentReferences.push(placeOf(file.positionAt(span.start).line));
    }
    for (const { rule, range } of analyzer.findings(file, context)) {
      const { line } = range.start;
      const start = file.offsetAt({ line, character: 0 });
      const code = /^[^\r\n]*/.exec(text.slice(start, start + 300))?.[0].trim() ?? '';
      result.findings.push({ rule, place: placeOf(line), code });
    }
  } catch (error) {
    result.crashes.push(`${filePath}: ${String(error)}`);
  }
}
