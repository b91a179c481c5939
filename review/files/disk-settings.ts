import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import {
  type FileSettings,
  type FunctionsByFile,
  noProjectFunctions,
  parseProjectSettings,
  type ProjectFunctions,
  type ProjectSettings,
  projectSettingsFileName,
  settingsFor,
} from '../../analysis/index.ts';
import { visible } from '../../contracts/visible-text.ts';
import type { ReviewHost } from '../host/review-host.ts';
import { diskTree, type FileTree } from './file-tree.ts';
import { NearestFile } from './nearest-file.ts';
import { displayPath, readFoundText } from './disk-files.ts';

/** The settings in the nearest `.agent-secrets.json` above a file. Each file's problems are reported once. */
export class DiskSettings {
  readonly #host: Pick<ReviewHost, 'cwd' | 'note'>;
  readonly #tree: FileTree;
  readonly #files: NearestFile<{ readonly folder: string; readonly settings: ProjectSettings }>;

  constructor(host: Pick<ReviewHost, 'cwd' | 'note'>, tree: FileTree = diskTree) {
    this.#host = host;
    this.#tree = tree;
    this.#files = new NearestFile(
      projectSettingsFileName,
      (file) => ({ folder: path.dirname(file), settings: this.#read(file) }),
      tree,
    );
  }

  of(absolutePath: string): FileSettings {
    const found = this.#files.above(path.dirname(absolutePath));
    return found ? settingsFor(displayPath(absolutePath, found.folder), found.settings) : {};
  }

  /** The functions in the settings that apply to each of the files. */
  functionsOf(files: readonly string[]): FunctionsByFile {
    const folders = new Set(files.map((file) => path.dirname(file)));
    const all = [...folders].map((folder) => this.#functionsIn(folder));
    return {
      functionsOf: (uri) => this.#functionsIn(path.dirname(fileURLToPath(uri))),
      readers: [...new Set(all.flatMap(({ readers }) => readers))].toSorted(),
      isEmpty: all.every((one) => one === noProjectFunctions),
    };
  }

  #functionsIn(folder: string): ProjectFunctions {
    return this.#files.above(folder)?.settings.functions ?? noProjectFunctions;
  }

  #read(file: string): ProjectSettings {
    const { cwd, note } = this.#host;
    const { settings, problems } = parseProjectSettings(textOf(file, this.#tree), pathToFileURL(file).href);
    for (const problem of problems) note(`note: ${visible(displayPath(file, cwd))}: ${problem}`);
    return settings;
  }
}

/** A file that cannot be read is reported like one with invalid JSON. */
function textOf(file: string, tree: FileTree): string {
  try {
    return readFoundText(file, tree);
  } catch {
    return '';
  }
}
