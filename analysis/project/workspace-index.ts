import type { NameChoice, Place, Range } from '../../contracts/lsp-messages.ts';
import type { Analyzer } from '../model/analyzer.ts';
import type { ProjectFiles } from '../model/file-context.ts';
import type { Dialect } from '../model/reference.ts';
import type { ParsedFile } from '../model/parsed-file.ts';

/**
 * Records which secrets the files of the agents use, and where. Stores only ranges and names, never file
 * contents.
 */
export interface WorkspaceIndex {
  /** Replaces the information about that file. Names may come from other files of `project`. */
  set(file: ParsedFile, agentId: string, project?: ProjectFiles): void;
  delete(uri: string, agentId: string): void;
  files(agentId: string): readonly string[];
  /** Places by secret name, sorted by file and position. Names chosen at run time are excluded. */
  uses(agentId: string): Readonly<Record<string, readonly Place[]>>;
  /** Places that choose a name at run time, sorted by file and position. */
  choices(agentId: string): readonly NameChoice[];
  /** Places of all agents that may read a secret with this name and dialect, sorted by file and position. */
  named(name: string, dialect?: Dialect): readonly Place[];
}

interface Use {
  /** The name, or a pattern if the name is chosen at run time. */
  readonly name: string;
  readonly kind: Dialect | 'choice';
  readonly range: Range;
}

type UsesByFile = Map<string, readonly Use[]>;

export function createWorkspaceIndex(analyzer: Pick<Analyzer, 'references'>): WorkspaceIndex {
  const agents = new Map<string, UsesByFile>();
  const names = new Map<string, string>();
  return {
    set: (file, agentId, project) => {
      const uses = usesIn(file, analyzer, project, names);
      const files = agents.get(agentId) ?? new Map<string, readonly Use[]>();
      agents.set(agentId, files);
      if (uses.length > 0) files.set(file.uri, uses);
      else files.delete(file.uri);
    },
    delete: (uri, agentId) => void agents.get(agentId)?.delete(uri),
    files: (agentId) => [...(agents.get(agentId)?.keys() ?? [])],
    uses: (agentId) => placesByName(agents.get(agentId) ?? new Map()),
    choices: (agentId) => choicesIn(agents.get(agentId) ?? new Map()),
    named: (name, dialect = 'agent') =>
      [...agents.values()].flatMap((files) => placesOf(name, dialect, files)).toSorted(byUri),
  };
}

function usesIn(
  file: ParsedFile,
  analyzer: Pick<Analyzer, 'references'>,
  project: ProjectFiles | undefined,
  names: Map<string, string>,
): readonly Use[] {
  return analyzer.references(file, project).flatMap((reference) => {
    const range = file.rangeOf(reference.span);
    const use = (kind: Use['kind']) => (name: string) => ({ name: kept(name, names), kind, range });
    const uses = reference.names.map(use(reference.dialect));
    // Environment variables whose names are chosen at run time are not needed.
    if (reference.dialect === 'environment') return uses;
    return uses.concat((reference.dynamic ? ['*'] : reference.patterns).map(use('choice')));
  });
}

/** A substring would keep the entire document in memory, but a newly built string does not. */
function kept(name: string, names: Map<string, string>): string {
  const known = names.get(name);
  if (known !== undefined) return known;
  const copy = name.split('').join('');
  names.set(copy, copy);
  return copy;
}

function placesByName(files: UsesByFile): Readonly<Record<string, readonly Place[]>> {
  const places = new Map<string, Place[]>();
  for (const uri of [...files.keys()].toSorted()) {
    for (const { name, kind, range } of files.get(uri) ?? []) {
      if (kind !== 'agent') continue;
      const known = places.get(name);
      if (known === undefined) places.set(name, [{ uri, range }]);
      else known.push({ uri, range });
    }
  }
  return Object.fromEntries(places);
}

function choicesIn(files: UsesByFile): readonly NameChoice[] {
  return [...files.keys()]
    .toSorted()
    .flatMap((uri) =>
      (files.get(uri) ?? []).filter(({ kind }) => kind === 'choice').map((use) => [uri, use] as const),
    )
    .map(([uri, { name, range }]) => ({ pattern: name, place: { uri, range } }));
}

function placesOf(name: string, dialect: Dialect, files: UsesByFile): readonly Place[] {
  const places: Place[] = [];
  for (const [uri, uses] of files) {
    const wanted = uses.filter((use) => use.name === name && use.kind === dialect);
    places.push(...wanted.map(({ range }) => ({ uri, range })));
  }
  return places;
}

/** Sorting is stable, so places in the same file remain sorted by position. */
function byUri(one: Place, other: Place): number {
  if (one.uri === other.uri) return 0;
  return one.uri < other.uri ? -1 : 1;
}
