import path from 'node:path';
import { URI } from 'vscode-uri';
import {
  type Analyzer,
  decodeSource,
  disguiseIn,
  isCredential,
  isTestFile,
  languageOf,
  mayHoldCredentials,
  mayMatter,
  shownName,
  looseReaders,
} from '../../analysis/index.ts';
import type { AgentProject } from '../../contracts/agent-project.ts';
import type { Catalogs } from '../host/catalogs.ts';
import type { FileTree } from '../files/file-tree.ts';
import type { FilesOfAgent } from '../files/files-of-agent.ts';
import { isNotebook } from '../files/notebook-cells.ts';
import { openAnalyzed } from '../files/workspace.ts';
import { type CheckedFile, collectFindings } from '../findings/collect-findings.ts';
import { credentialsInFiles } from '../findings/credentials-in-files.ts';
import type { FailedFile } from '../findings/file-by-file.ts';
import { importedUris } from '../findings/imported-uris.ts';
import {
  byPlace,
  type ReportedFinding,
  type ReportedPosition,
  type UncheckedAgent,
} from '../findings/reported.ts';
import type { ReviewHost } from '../host/review-host.ts';
import type { DynamicRead, NewSuppression } from './change-report.ts';

/** The reads and findings of some agents' code, in one state. Every list is sorted by place. */
export interface CodeState {
  readonly findings: readonly ReportedFinding[];
  /** The names of agents by ID. */
  readonly agents: ReadonlyMap<string, string>;
  readonly reads: readonly NamedRead[];
  readonly dynamic: readonly DynamicRead[];
  /** The agents whose code may read secrets in ways that the analysis does not follow. */
  readonly loose: ReadonlySet<string>;
  readonly suppressions: readonly NewSuppression[];
  readonly unchecked: readonly UncheckedAgent[];
  readonly failed: readonly FailedFile[];
  /** Whether the code of an agent was not checked, because its project file cannot be used. */
  readonly hasUnusableProject: boolean;
  /** The agent that the code at a reported path belongs to. */
  readonly agentAt: (path: string) => string | undefined;
  /** Whether the file was found, so that it was checked if its agent and settings allow it. */
  readonly isListed: (absolutePath: string) => boolean;
  /** Whether the settings of its folder exclude the file. */
  readonly isIgnored: (absolutePath: string) => boolean;
  /** Whether a file that was not listed reads a secret or may contain a credential. */
  readonly mayHoldFindings: (absolutePath: string, text: string) => boolean;
  /** Why a listed file may do what the analysis did not see. Undefined if it cannot. */
  readonly whyUnseen: (absolutePath: string, text: string) => string | undefined;
  /** The number of analyzed files. */
  readonly files: number;
  /** The code on the line of a place, without surrounding spaces. Never printed. */
  readonly codeAt: (place: Pick<ReportedPosition, 'path' | 'line'>) => string;
}

export interface NamedRead extends ReportedPosition {
  readonly agent: string;
  readonly secret: string;
}

/** The input that both states share. */
interface Surroundings {
  /** Absolute. */
  readonly folders: readonly string[];
  readonly host: ReviewHost;
}

/** Reads the code of the folders that exist in this state. */
export async function codeState(
  tree: FileTree,
  catalogs: Catalogs,
  { folders, host }: Surroundings,
): Promise<CodeState> {
  const there = folders.filter((folder) => tree.kindOf(folder) === 'folder');
  // Without paths, everything would be read.
  if (there.length === 0) return nothing;
  const { analyzer, workspace, settings } = openAnalyzed(there, host, mayMatter, tree);
  const now = new Date(host.now());
  const collected = await collectFindings(
    analyzer,
    workspace,
    catalogs,
    (file) => ({ ...settings.of(file), now }),
    credentialsInFiles(host),
  );
  const listed = new Set([...workspace.files, ...workspace.notebooks]);
  const reads: NamedRead[] = [];
  const dynamic: DynamicRead[] = [];
  const loose = new Set<string>();
  const { readers } = settings.functionsOf([...listed]);
  for (const one of collected.checked) addReads(one, { analyzer, readers }, { reads, dynamic, loose });
  const mayHoldFindings = (file: string, text: string): boolean => {
    const languageId = languageOf(file) ?? 'python';
    if (mayHoldCredentials(text)) return true;
    if (!analyzer.mayHoldReferences(text, languageId, 'agent')) return false;
    if (isNotebook(file)) return true;
    // As if it were in the agent's own folder, because generated code is not analyzed.
    const uri = URI.file(path.join(there[0] ?? host.cwd, path.basename(file))).toString();
    const references = analyzer.references(analyzer.parse({ uri, languageId, text }));
    return references.some(({ dialect }) => dialect === 'agent');
  };
  const { findings, unchecked, failed } = collected;
  return {
    findings,
    agents: new Map(collected.checked.map(({ agent }) => [agent.agentId, agent.agentName])),
    reads: reads.toSorted(byPlace),
    dynamic: dynamic.toSorted(byPlace),
    loose,
    suppressions: collected.checked.flatMap((one) => suppressionsIn(one, analyzer)).toSorted(byPlace),
    unchecked,
    failed,
    hasUnusableProject: workspace.hasUnusableProject(),
    agentAt: (reported) => workspace.agentOf(path.resolve(host.cwd, reported))?.agentId,
    isListed: (file) => listed.has(file),
    isIgnored: (file) => settings.of(file).ignored === true,
    mayHoldFindings,
    whyUnseen: (file, text) => {
      const languageId = languageOf(file);
      const agent = workspace.agentOf(file);
      if (languageId === undefined || agent === undefined) return undefined;
      const source = { uri: URI.file(file).toString(), languageId, text };
      const project = workspace.filesOf(agent, analyzer);
      if (
        isTestFile(source.uri, agent.rootUri) &&
        mayHoldFindings(file, text) &&
        mayRun(source.uri, agent, project)
      )
        return 'is named like a test, but may run as part of the agent';
      return disguiseIn(analyzer.parse(source));
    },
    files: listed.size,
    codeAt: codeIn(tree, host.cwd),
  };
}

const nothing: CodeState = {
  findings: [],
  agents: new Map(),
  reads: [],
  dynamic: [],
  loose: new Set(),
  suppressions: [],
  unchecked: [],
  failed: [],
  hasUnusableProject: false,
  agentAt: () => undefined,
  isListed: () => false,
  isIgnored: () => false,
  mayHoldFindings: () => true,
  whyUnseen: () => undefined,
  files: 0,
  codeAt: () => '',
};

/** Whether other code of the agent imports a file, or the platform runs its function. */
function mayRun(uri: string, { rootUri }: AgentProject, project: FilesOfAgent): boolean {
  const [, folder = '', name = ''] = /([^/]*)\/([^/]*)\.\w+$/.exec(uri) ?? [];
  const entryPoint = new RegExp(
    String.raw`^(?:async[ \t]+)?def[ \t]+${name.replaceAll(/\W/g, '')}[ \t]*\(`,
    'm',
  );
  if (/^(?:functions|function_steps)$/.test(folder) && entryPoint.test(project.textOf(uri) ?? ''))
    return true;
  const word = name === '__init__' || name === 'index' ? folder : name;
  return project.urisThatMayMention(decodeURIComponent(word)).some((other) => {
    if (other === uri || isTestFile(other, rootUri)) return false;
    const source = { uri: other, languageId: languageOf(other) ?? '', text: project.textOf(other) ?? '' };
    return importedUris(source, rootUri, (one) => project.has(one)).has(uri);
  });
}

function addReads(
  { file, agent: { agentId: agent }, context, positionOf }: CheckedFile,
  { analyzer, readers }: { readonly analyzer: Analyzer; readonly readers: readonly string[] },
  { reads, dynamic, loose }: MutableReads,
): void {
  const references = analyzer.references(file, context.project).filter((one) => one.dialect === 'agent');
  for (const { span, names, patterns, dynamic: isDynamic } of references) {
    const place = positionOf(file.rangeOf(span));
    // A credential in place of a name must not appear in a report.
    for (const name of names)
      reads.push({ agent, secret: isCredential(name) ? shownName(name) : name, ...place });
    if (isDynamic || patterns.length > 0) dynamic.push({ agent, patterns, ...place });
  }
  const known = references.map(({ span }) => span.start);
  for (const offset of looseReaders(file, known, readers)) {
    loose.add(agent);
    const start = file.positionAt(offset);
    const before = file.text.slice(Math.max(0, offset - 100), offset);
    // Many other objects have a method of this name.
    if (ofConversation.test(before))
      dynamic.push({ agent, patterns: [], ...positionOf({ start, end: start }) });
  }
}

/** Before the name of the function: `conv.utils.`, `type(conv.utils).`, `{ utils: {`, or the start of a text. */
const ofConversation = /\butils\s*\)*(?:\s*\?)?\.\s*$|\butils\s*:\s*\{[^{}]*$|["'`]$/;

interface MutableReads {
  readonly reads: NamedRead[];
  readonly dynamic: DynamicRead[];
  readonly loose: Set<string>;
}

function suppressionsIn(
  { file, context, positionOf, reportOf }: CheckedFile,
  analyzer: Analyzer,
): readonly NewSuppression[] {
  if (!file.text.includes('agent-secrets:')) return [];
  return analyzer.suppressions(file, context).map(({ range, rules, reason, suppressed }) => {
    const { path: reported, line, column } = positionOf(range);
    const shown = suppressed.map(reportOf);
    return { by: 'comment', path: reported, line, column, rules, reason, suppressed: shown };
  });
}

function codeIn(tree: FileTree, cwd: string): CodeState['codeAt'] {
  const files = new Map<string, readonly string[]>();
  const linesOf = (file: string): readonly string[] => {
    try {
      const bytes = tree.read(path.resolve(cwd, file));
      return bytes === undefined ? [] : decodeSource(bytes, TextDecoder).split(/\r?\n/);
    } catch {
      return [];
    }
  };
  return ({ path: file, line }) => {
    const lines = files.get(file) ?? linesOf(file);
    files.set(file, lines);
    return lines[line - 1]?.trim() ?? '';
  };
}
