import { type Analyzer, languageOf } from '../../analysis/index.ts';
import type { AgentProject } from '../../contracts/agent-project.ts';
import type { FilesOfAgent } from '../files/workspace.ts';
import { importedUris } from './imported-uris.ts';

interface Options {
  readonly agent: AgentProject;
  readonly project: FilesOfAgent;
  readonly analyzer: Pick<Analyzer, 'mayHoldReferences'>;
  /** For each file whose references are known, whether it reads secrets of agents. */
  readonly reads: ReadonlyMap<string, boolean>;
}

/**
 * Returns those of the `candidates` that a value of a secret can reach although they do not read any: files
 * that import, directly or through others, a file that does.
 */
export function receiversIn(candidates: readonly string[], options: Options): ReadonlySet<string> {
  const importers = new Map<string, string[]>();
  const sources: string[] = [];
  const seen = new Set(candidates);
  const waiting = [...candidates];
  for (let uri = waiting.pop(); uri !== undefined; uri = waiting.pop()) {
    const { isRead, imports } = lookAt(uri, options);
    if (isRead) sources.push(uri);
    for (const other of imports) {
      importers.set(other, [...(importers.get(other) ?? []), uri]);
      if (seen.has(other)) continue;
      seen.add(other);
      waiting.push(other);
    }
  }
  return reachedFrom(sources, importers);
}

function lookAt(
  uri: string,
  { agent, project, analyzer, reads }: Options,
): { readonly isRead: boolean; readonly imports: ReadonlySet<string> } {
  const languageId = languageOf(uri) ?? '';
  const text = project.textOf(uri) ?? '';
  const isRead = reads.get(uri) ?? analyzer.mayHoldReferences(text, languageId, 'agent');
  return {
    isRead,
    imports: importedUris({ uri, languageId, text }, agent.rootUri, (one) => project.has(one)),
  };
}

/** All files that lead to one of the `sources`, without those that only are one. */
function reachedFrom(
  sources: readonly string[],
  importers: ReadonlyMap<string, readonly string[]>,
): ReadonlySet<string> {
  const reached = new Set<string>();
  const waiting = [...sources];
  for (let uri = waiting.pop(); uri !== undefined; uri = waiting.pop()) {
    for (const importer of importers.get(uri) ?? []) {
      if (reached.has(importer)) continue;
      reached.add(importer);
      waiting.push(importer);
    }
  }
  return reached;
}
