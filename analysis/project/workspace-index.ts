import type { Place } from '../../contracts/lsp-messages.ts';
import type { ParsedFile } from '../source/parsed-file.ts';
import type { Analyzer } from '../analyzer.ts';

/** Which secrets the files of the agents use, and where. Keeps ranges and names, never texts. */
export interface WorkspaceIndex {
  /** Takes the place of what was known of that file. */
  set(file: ParsedFile, agentId: string): void;
  delete(uri: string): void;
  /** By secret name; places in the order of file and position. A name chosen at run time counts for none. */
  uses(agentId: string): Readonly<Record<string, readonly Place[]>>;
}

export function createWorkspaceIndex(_analyzer: Pick<Analyzer, 'references'>): WorkspaceIndex {
  return { set: () => undefined, delete: () => undefined, uses: () => ({}) };
}
