import type { ParsedFile, ProjectFiles } from '../../analysis/index.ts';

/** The source files of an agent's project, and the results of scanning each without parsing it. */
export interface FilesOfAgent extends ProjectFiles {
  /** If other files refer to this parsed file, they get this same object. */
  adopt(file: ParsedFile): void;
  /** Whether the project contains a source file with this URI. */
  has(uri: string): boolean;
  /** The text of a source file of the project; undefined if it cannot be read. */
  textOf(uri: string): string | undefined;
  /** All source files of the project, including tests. */
  uris(): Iterable<string>;
  /** All files that mention the name, and a few that do not. */
  urisThatMayMention(name: string): readonly string[];
  /** Whether the file may read secrets of agents. */
  mayReadSecrets(uri: string): boolean;
}
