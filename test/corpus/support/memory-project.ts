import { loadsVariables, type ParsedFile, type ProjectFiles } from '../../../analysis/index.ts';
import { mentions } from '../../../analysis/project/word-places.ts';
import { isTestFile } from '../../../analysis/project/test-files.ts';

const sources = /^(?:python|(?:java|type)script(?:react)?)$/;

/** The files of a project that lives in memory. Modules are looked for beside the importing file and above. */
export function memoryProject(root: string, files: readonly ParsedFile[]): ProjectFiles {
  const byUri = new Map(files.map((file) => [file.uri, file]));
  return {
    version: 1,
    complete: true,
    module: (module, from) => {
      for (const base of basesOf(module, from, root)) {
        const found = byUri.get(`${base}.py`) ?? byUri.get(`${base}/__init__.py`);
        if (found !== undefined) return found;
      }
      return undefined;
    },
    imported: (uris) => byUri.get(uris.find((uri) => byUri.has(uri)) ?? ''),
    loadsVariables: files.some(({ uri, text }) => loadsVariables(text) && !isTestFile(uri, root)),
    mentioning: (word) =>
      files
        .filter(({ languageId, text }) => sources.test(languageId) && mentions(text, word))
        .filter(({ uri }) => !isTestFile(uri, root))
        .toSorted((left, right) => (left.uri < right.uri ? -1 : 1)),
  };
}

function basesOf(module: string, from: string, root: string): readonly string[] {
  const dots = /^\.*/.exec(module)?.[0].length ?? 0;
  const path = module.slice(dots).replaceAll('.', '/');
  let folder = parentOf(from);
  if (dots > 0) {
    for (let level = 1; level < dots; level++) folder = parentOf(folder);
    return [path === '' ? folder : `${folder}/${path}`];
  }
  const bases: string[] = [];
  for (; folder.startsWith(root); folder = parentOf(folder)) bases.push(`${folder}/${path}`);
  return bases;
}

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'));
}
