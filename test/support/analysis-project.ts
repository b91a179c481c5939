import {
  createAnalyzer,
  languageOf,
  type Analyzer,
  type AnalyzerOptions,
  type ParsedFile,
  type ProjectFiles,
} from '../../analysis/index.ts';
import { isTestFile } from '../../analysis/project/test-files.ts';

const root = 'file:///w/booking';

export interface OpenedProject {
  readonly analyzer: Analyzer;
  readonly project: ProjectFiles;
  /** Returns a file by its path in the project, such as `functions/start.py`. */
  file(path: string): ParsedFile;
}

export interface ProjectOptions extends AnalyzerOptions {
  readonly complete?: boolean;
}

/**
 * Opens the files of a project from one text, in which each file follows its `//- path` line. Text before the
 * first such line is the file `functions/start.py`.
 */
export function openProject(text: string, options: ProjectOptions = {}): OpenedProject {
  const analyzer = createAnalyzer(options);
  const files = new Map(
    [...textsByPath(text)].map(([path, code]) => {
      const uri = `${root}/${path}`;
      return [uri, analyzer.parse({ uri, languageId: languageOfPath(path), text: code })];
    }),
  );
  const file = (path: string): ParsedFile => {
    const found = files.get(`${root}/${path}`);
    if (found === undefined) throw new Error(`There is no "//- ${path}" in the project.`);
    return found;
  };
  return { analyzer, project: inMemory(files, options.complete ?? true), file };
}

/** The possible names of the references in all files, in file order; see `shownNames`. */
export function namesInProject(text: string, options?: ProjectOptions): readonly string[] {
  const { analyzer, project, file } = openProject(text, options);
  return [...textsByPath(text).keys()].flatMap((path) =>
    analyzer.references(file(path), project).map(shownNames),
  );
}

/** Formats names as `a|b`, followed by patterns, or as `?` for a name chosen at run time. */
function shownNames({ names, patterns, dynamic }: ReturnType<Analyzer['references']>[number]): string {
  return dynamic ? '?' : [...names, ...patterns].join('|');
}

function textsByPath(text: string): ReadonlyMap<string, string> {
  const parts = text.split(/^\/\/- (.+)\n/m);
  const texts = new Map<string, string>();
  if (parts[0] !== undefined && parts[0].trim() !== '') texts.set('functions/start.py', parts[0]);
  for (let at = 1; at < parts.length; at += 2) texts.set((parts[at] ?? '').trim(), parts[at + 1] ?? '');
  return texts;
}

function languageOfPath(path: string): string {
  return languageOf(path) ?? 'plaintext';
}

/** Looks for modules next to the importing file and in the folders above it. */
function inMemory(files: ReadonlyMap<string, ParsedFile>, complete: boolean): ProjectFiles {
  return {
    version: 1,
    complete,
    module: (module, from) => {
      for (const place of placesOf(module, from)) {
        const found = files.get(`${place}.py`) ?? files.get(`${place}/__init__.py`);
        if (found !== undefined) return found;
      }
      return undefined;
    },
    imported: (uris) => files.get(uris.find((uri) => files.has(uri)) ?? ''),
    mentioning: (word) =>
      [...files.values()]
        .filter(({ languageId, text }) => languageId === 'python' && mentions(text, word))
        .filter(({ uri }) => !isTestFile(uri, root))
        .toSorted((left, right) => (left.uri < right.uri ? -1 : 1)),
  };
}

function placesOf(module: string, from: string): readonly string[] {
  const dots = /^\.*/.exec(module)?.[0].length ?? 0;
  const path = module.slice(dots).replaceAll('.', '/');
  let folder = folderOf(from);
  for (let level = 1; level < dots; level++) folder = folderOf(folder);
  if (dots > 0) return [path === '' ? folder : `${folder}/${path}`];
  const places: string[] = [];
  for (; folder.startsWith(root); folder = folderOf(folder)) places.push(`${folder}/${path}`);
  return places;
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'));
}

function mentions(text: string, word: string): boolean {
  return new RegExp(String.raw`(?<![\p{L}\p{N}_])${word}(?![\p{L}\p{N}_])`, 'u').test(text);
}
