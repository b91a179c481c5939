import { readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type Analyzer,
  isCredential,
  isTestFile,
  shownName,
  looseReaders,
  mentionsReader,
} from '../../analysis/index.ts';
import { type AgentProject, isSkippedFolder } from '../../contracts/agent-project.ts';
import { displayPath } from '../files/disk-files.ts';
import type { CellSource } from '../files/read-notebook.ts';
import type { Source } from '../files/read-source.ts';
import { openAnalyzed, type Workspace } from '../files/workspace.ts';
import { type FailedFile, failedSentence, FileByFile } from '../findings/file-by-file.ts';
import type { ReviewHost } from '../host/review-host.ts';
import type { AgentCode, AnalyzedCode, NamedRead, PatternRead } from '../../contracts/usage.ts';

export interface CodeOfPaths {
  readonly code: AnalyzedCode;
  readonly failed: readonly FailedFile[];
  /** Whether the paths contain neither code nor an agent. */
  readonly isElsewhere: boolean;
}

interface MutableCode {
  readonly reads: NamedRead[];
  readonly dynamic: PatternRead[];
  readonly gaps: Set<string>;
}

/**
 * Determines every secret that the code in `paths` can read. A file that settings ignore counts too: it still
 * runs. Whatever could not be analyzed becomes a gap of the agent. @throws ReviewError if a path does not
 * exist
 */
export function codeOf(paths: readonly string[], host: Pick<ReviewHost, 'cwd' | 'note'>): CodeOfPaths {
  const notes: string[] = [];
  const note = (sentence: string): void => {
    notes.push(sentence);
    host.note(sentence);
  };
  const { analyzer, workspace, settings } = openAnalyzed(paths, { cwd: host.cwd, note }, mentionsReader);
  const { readers } = settings.functionsOf([...workspace.files, ...workspace.notebooks]);
  const shared: MutableCode = newCode();
  const agents = new Map<string, { readonly agent: AgentProject; readonly found: MutableCode }>();
  const each = new FileByFile();
  const tools = { analyzer, workspace, readers };
  const addTo = (file: string, source: Source, lineOf?: LineOf): void => {
    const agent = workspace.agentOf(file);
    const found = agent ? foundOf(agents, agent) : shared;
    each.on(source.path, () => addReads(found, tools, source, agent, lineOf));
  };
  for (const file of [...workspace.files, ...workspace.notebooks]) {
    const agent = workspace.agentOf(file);
    if (agent) foundOf(agents, agent);
  }
  for (const file of workspace.files) {
    const source = workspace.read(file);
    if (source !== undefined) addTo(file, source);
  }
  for (const notebook of workspace.notebooks) {
    for (const cell of workspace.readNotebook(notebook)) addTo(notebook, cell, lineInNotebook(cell));
  }
  for (const { agent, found } of agents.values()) {
    for (const gap of gapsOf(agent, paths, host.cwd)) found.gaps.add(gap);
  }
  const failures = each.failed.map((file) => failedSentence(file));
  // An unattributed problem may concern any agent.
  for (const sentence of [...notes, ...failures]) {
    for (const found of concerned(sentence, [...agents.values()], host.cwd)) found.gaps.add(plain(sentence));
  }
  return {
    code: {
      agents: [...agents].map(([agentId, { found }]) => toCode(agentId, found)),
      shared: { reads: shared.reads, dynamic: shared.dynamic },
    },
    failed: each.failed,
    isElsewhere: workspace.isElsewhere,
  };
}

function newCode(): MutableCode {
  return { reads: [], dynamic: [], gaps: new Set() };
}

function foundOf(
  agents: Map<string, { readonly agent: AgentProject; readonly found: MutableCode }>,
  agent: AgentProject,
): MutableCode {
  const known = agents.get(agent.agentId) ?? { agent, found: newCode() };
  agents.set(agent.agentId, known);
  return known.found;
}

function toCode(agentId: string, { reads, dynamic, gaps }: MutableCode): AgentCode {
  return { agentId, reads, dynamic, gaps: [...gaps] };
}

/** The line of an offset, from 1. */
type LineOf = (offset: number) => number;

/** Lines of a notebook are those of its file, as in other reports. */
function lineInNotebook({ cell, fileText }: CellSource): LineOf {
  return (offset) => fileText.slice(0, cell.offsetInFile(offset)).split('\n').length;
}

interface Tools {
  readonly analyzer: Analyzer;
  readonly workspace: Workspace;
  readonly readers: readonly string[];
}

function addReads(
  found: MutableCode,
  { analyzer, workspace, readers }: Tools,
  source: Source,
  agent: AgentProject | undefined,
  lineOf?: LineOf,
): readonly never[] {
  const project = agent && workspace.filesOf(agent, analyzer);
  const file = analyzer.parse(source);
  project?.adopt(file);
  const placeOf = (offset: number) => ({
    path: source.path,
    line: lineOf?.(offset) ?? file.positionAt(offset).line + 1,
  });
  const references = analyzer.references(file, project).filter(({ dialect }) => dialect === 'agent');
  for (const { span, names, patterns, excluded = [], dynamic } of references) {
    const place = placeOf(span.start);
    // A credential in place of a name must not appear in a report.
    for (const name of names)
      found.reads.push({ ...place, secret: isCredential(name) ? shownName(name) : name });
    // A name that a check rules out counts neither as read nor as unread.
    for (const pattern of [...patterns, ...excluded, ...(dynamic ? ['*'] : [])])
      found.dynamic.push({ ...place, pattern });
  }
  if (agent && isTestFile(source.uri, agent.rootUri)) return [];
  const known = references.map(({ span }) => span.start);
  for (const offset of looseReaders(file, known, readers))
    found.dynamic.push({ ...placeOf(offset), pattern: '*' });
  return [];
}

/** Why the analyzed files may not be all of the agent's code. */
function gapsOf({ rootUri }: AgentProject, paths: readonly string[], cwd: string): readonly string[] {
  const root = fileURLToPath(rootUri);
  const given = paths.length === 0 ? ['.'] : paths;
  if (!given.some((one) => isWithin(root, path.resolve(cwd, one))))
    return [`Only a part of ${displayPath(root, cwd) || '.'} was analyzed.`];
  return linksBelow(root).map((link) => `${displayPath(link, cwd)} is a symbolic link and was not followed.`);
}

function isWithin(inner: string, outer: string): boolean {
  const relative = path.relative(outer, inner);
  return (
    relative === '' ||
    (!relative.startsWith(`..${path.sep}`) && relative !== '..' && !path.isAbsolute(relative))
  );
}

/** Links to code that a listing of files does not follow. Folders that cannot be read are already reported. */
function linksBelow(root: string): readonly string[] {
  const links: string[] = [];
  const folders = [root];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const entry of entriesOf(folder)) {
      const inside = path.join(folder, entry.name);
      if (entry.isDirectory() && !isSkippedFolder(entry.name)) folders.push(inside);
      else if (entry.isSymbolicLink() && !isSkippedFolder(entry.name)) links.push(inside);
    }
  }
  return links;
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

/** The agents whose folder a sentence names, or all of them if it names none. */
function concerned(
  sentence: string,
  agents: readonly { readonly agent: AgentProject; readonly found: MutableCode }[],
  cwd: string,
): readonly MutableCode[] {
  const named = agents.filter(({ agent }) => {
    const shown = displayPath(fileURLToPath(agent.rootUri), cwd);
    return shown === '' || shown.startsWith('..') || sentence.includes(`${shown}/`);
  });
  return (named.length > 0 ? named : agents).map(({ found }) => found);
}

function plain(note: string): string {
  return note.replace(/^note: /, '');
}
