import type { Analyzer, ParsedFile, ProjectFiles } from '../../analysis/index.ts';
import { memoryProject } from '../corpus/support/memory-project.ts';

interface GeneratedProject {
  readonly rootUri: string;
  readonly parsed: readonly { readonly path: string; readonly file: ParsedFile }[];
  readonly project: ProjectFiles;
}

/** Parses the files of a generated program, by path, as the project of one agent. */
export function generatedProject(
  analyzer: Analyzer,
  files: Readonly<Record<string, string>>,
  languageId: string,
): GeneratedProject {
  const rootUri = 'file:///generated';
  const parsed = Object.entries(files).map(([path, text]) => ({
    path,
    file: analyzer.parse({ uri: `${rootUri}/${path}`, languageId, text }),
  }));
  const project = memoryProject(
    rootUri,
    parsed.map(({ file }) => file),
  );
  return { rootUri, parsed, project };
}
