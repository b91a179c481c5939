import type { Place, Range } from '../../contracts/lsp-messages.ts';
import type { Analyzer } from '../analyzer.ts';
import type { ParsedFile } from '../source/parsed-file.ts';

/** Which secrets the files of the agents use, and where. Keeps ranges and names, never texts. */
export interface WorkspaceIndex {
  /** Takes the place of what was known of that file. */
  set(file: ParsedFile, agentId: string): void;
  delete(uri: string): void;
  /** By secret name; places in the order of file and position. A name chosen at run time counts for none. */
  uses(agentId: string): Readonly<Record<string, readonly Place[]>>;
}

interface Use {
  readonly name: string;
  readonly range: Range;
}

interface FileUses {
  readonly agentId: string;
  readonly uses: readonly Use[];
}

export function createWorkspaceIndex(analyzer: Pick<Analyzer, 'references'>): WorkspaceIndex {
  const files = new Map<string, FileUses>();
  return {
    set: (file, agentId) => {
      const uses = usesIn(file, analyzer);
      if (uses.length > 0) files.set(file.uri, { agentId, uses });
      else files.delete(file.uri);
    },
    delete: (uri) => void files.delete(uri),
    uses: (agentId) => placesByName(files, agentId),
  };
}

function usesIn(file: ParsedFile, analyzer: Pick<Analyzer, 'references'>): readonly Use[] {
  const references = analyzer.references(file).filter(({ dialect }) => dialect === 'agent');
  return references.flatMap(({ names, span }) => names.map((name) => ({ name, range: file.rangeOf(span) })));
}

function placesByName(
  files: ReadonlyMap<string, FileUses>,
  agentId: string,
): Readonly<Record<string, readonly Place[]>> {
  const places = new Map<string, Place[]>();
  for (const uri of [...files.keys()].toSorted()) {
    const file = files.get(uri);
    if (file?.agentId !== agentId) continue;
    for (const { name, range } of file.uses) {
      const known = places.get(name);
      if (known === undefined) places.set(name, [{ uri, range }]);
      else known.push({ uri, range });
    }
  }
  return Object.fromEntries(places);
}
