import { languageOf } from '../../analysis/index.ts';
import type { AgentProject } from '../../contracts/agent-project.ts';
import type { FilesOfAgent } from '../files/files-of-agent.ts';
import { importedUris } from './imported-uris.ts';

interface Options {
  readonly agent: AgentProject;
  readonly project: FilesOfAgent;
  /** For each file whose references are known, whether it reads secrets of agents. */
  readonly reads: ReadonlyMap<string, boolean>;
  /** Whether the candidates are most files of the project. */
  readonly isWhole: boolean;
}

type ImportsOf = (uri: string) => ReadonlySet<string>;

/**
 * Returns those of the `candidates` that a value of a secret can reach although they do not read any: files
 * that import, directly or through others, a file that does.
 */
export function receiversIn(candidates: readonly string[], options: Options): ReadonlySet<string> {
  const { project, reads, isWhole } = options;
  const isRead = (uri: string): boolean => reads.get(uri) ?? project.mayReadSecrets(uri);
  const importsOf = createImportsOf(options);
  // Few files of a project lead to a secret, and only those need to be searched for imports.
  const leading = isWhole ? leadingToReads(isRead, importsOf, project) : undefined;
  const isWanted = (uri: string): boolean => leading?.has(uri) ?? true;
  const importers = new Map<string, string[]>();
  const sources: string[] = [];
  const seen = new Set(candidates.filter((uri) => isWanted(uri)));
  const waiting = [...seen];
  for (let uri = waiting.pop(); uri !== undefined; uri = waiting.pop()) {
    if (isRead(uri)) sources.push(uri);
    for (const other of importsOf(uri)) {
      if (!isWanted(other)) continue;
      importers.set(other, [...(importers.get(other) ?? []), uri]);
      if (seen.has(other)) continue;
      seen.add(other);
      waiting.push(other);
    }
  }
  return reachedFrom(sources, (uri) => importers.get(uri) ?? []);
}

function createImportsOf({ agent, project }: Options): ImportsOf {
  const known = new Map<string, ReadonlySet<string>>();
  return (uri) => {
    const found = known.get(uri);
    if (found !== undefined) return found;
    const source = { uri, languageId: languageOf(uri) ?? '', text: project.textOf(uri) ?? '' };
    const imports = importedUris(source, agent.rootUri, (one) => project.has(one));
    known.set(uri, imports);
    return imports;
  };
}

/** All files that read secrets, and all that import one of them, directly or through others. */
function leadingToReads(
  isRead: (uri: string) => boolean,
  importsOf: ImportsOf,
  project: FilesOfAgent,
): ReadonlySet<string> {
  const sources = [...project.uris()].filter((uri) => isRead(uri));
  const importersOf = (uri: string): readonly string[] =>
    [...mayImport(uri, project)].filter((one) => importsOf(one).has(uri));
  return new Set([...sources, ...reachedFrom(sources, importersOf)]);
}

/**
 * A file that imports another mentions its name. The file of a package has the name of the folder, and files
 * below import it without a name: `from . import clients`.
 */
function mayImport(uri: string, project: FilesOfAgent): ReadonlySet<string> {
  const [, folder = '', last = ''] = /^(.*)\/([^/]*)$/.exec(uri) ?? [];
  const name = decodeURIComponent(last).replace(/(?:\.d)?\.\w+$/, '');
  const named = project.urisThatMayMention(name);
  if (name !== '__init__' && name !== 'index') return new Set(named);
  const inPackage = [...project.uris()].filter((one) => one.startsWith(`${folder}/`));
  const ofPackage = decodeURIComponent(folder.slice(folder.lastIndexOf('/') + 1));
  return new Set([...named, ...inPackage, ...project.urisThatMayMention(ofPackage)]);
}

/** All files that lead to one of the `sources`, excluding sources that import no other source. */
function reachedFrom(
  sources: readonly string[],
  importersOf: (uri: string) => readonly string[],
): ReadonlySet<string> {
  const reached = new Set<string>();
  const waiting = [...sources];
  const asked = new Set(sources);
  for (let uri = waiting.pop(); uri !== undefined; uri = waiting.pop()) {
    for (const importer of importersOf(uri)) {
      reached.add(importer);
      if (asked.has(importer)) continue;
      asked.add(importer);
      waiting.push(importer);
    }
  }
  return reached;
}
