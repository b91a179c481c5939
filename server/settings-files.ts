import {
  type FileSettings,
  type FunctionsByFile,
  noProjectFunctions,
  parseProjectSettings,
  type ProjectFunctions,
  type ProjectSettings,
  projectSettingsFileName,
  settingsFor,
} from '../analysis/index.ts';
import type { RuleSettings } from '../contracts/rule-settings.ts';
import { isAtOrBelow } from './files-below.ts';
import type { FileSystem } from './platform/files.ts';
import { canonicalUri, childUri, displayPath, fileOf, foldersAbove, folderUri } from './uris.ts';

export interface SettingsFunctions extends FunctionsByFile {
  /** Two sets of functions with the same meaning have the same identity. */
  readonly identity: string;
}

export interface SettingsFilesOptions {
  readonly files: FileSystem;
  /** Called with one sentence per error in a file. */
  readonly problem: (sentence: string) => void;
  /** Called when a file that may declare functions was found, changed or removed. */
  readonly functionsChanged: () => void;
}

/** Finds the `.agent-secrets.json` closest to a file; the editor's rule settings are the fallback. */
export class SettingsFiles {
  readonly #options: SettingsFilesOptions;
  /** By folder; each entry is cached until its file changes. */
  readonly #folders = new Map<string, Promise<ProjectSettings | undefined>>();
  /** By folder; contains only folders with a settings file. */
  readonly #functions = new Map<string, ProjectFunctions>();
  #editorRules: RuleSettings = {};

  constructor(options: SettingsFilesOptions) {
    this.#options = options;
  }

  async of(uri: string): Promise<FileSettings> {
    const file = fileOf(uri);
    for (const folder of foldersAbove(file)) {
      const settings = await this.#in(folder);
      if (settings === undefined) continue;
      return settingsFor(pathBelow(folder, file), settings, this.#editorRules);
    }
    return { rules: this.#editorRules };
  }

  /**
   * Registers a folder with a settings file, so that the settings apply before any file below the folder is
   * requested.
   */
  async register(folder: string): Promise<void> {
    await this.#in(folder);
  }

  /**
   * The functions in the settings files found so far, each for the files below it; the readers in `everywhere`
   * apply to all files.
   */
  functions(everywhere: readonly string[]): SettingsFunctions {
    const byFolder = new Map(
      [...this.#functions].map(([folder, own]) => [folder, withReaders(own, everywhere)]),
    );
    const others = withReaders(noProjectFunctions, everywhere);
    const all = [others, ...byFolder.values()];
    const isEmpty = all.every((one) => one === noProjectFunctions);
    return {
      readers: sorted(all.flatMap(({ readers }) => readers)),
      isEmpty,
      identity: isEmpty ? '' : JSON.stringify([others, [...byFolder].toSorted(byKey)]),
      functionsOf: (uri) => nearest(fileOf(uri), byFolder) ?? others,
    };
  }

  /** Known settings files in a folder and its subfolders. */
  filesBelow(folder: string): readonly string[] {
    const folders = [...this.#functions.keys()].filter((one) => isAtOrBelow(one, folder));
    return folders.map((one) => childUri(one, projectSettingsFileName));
  }

  /** Removes the settings of a folder that is no longer in the workspace. */
  forgetBelow(folder: string): void {
    const isBelow = (one: string): boolean => isAtOrBelow(one, folder);
    for (const one of [...this.#folders.keys()].filter(isBelow)) this.#folders.delete(one);
    const named = [...this.#functions.keys()].filter(isBelow);
    for (const one of named) this.#functions.delete(one);
    if (named.length > 0) this.#options.functionsChanged();
  }

  /** Uses these rule settings. Returns true if they changed. */
  useEditorRules(rules: RuleSettings): boolean {
    const isSame = JSON.stringify(rules) === JSON.stringify(this.#editorRules);
    this.#editorRules = rules;
    return !isSame;
  }

  /**
   * Discards the contents of changed settings files. Returns true if any of the files was a settings file.
   */
  async filesChanged(uris: readonly string[]): Promise<boolean> {
    const folders = uris.filter((uri) => uri.endsWith(`/${projectSettingsFileName}`)).map(folderUri);
    for (const folder of folders) this.#folders.delete(folder);
    await Promise.all(folders.map((folder) => this.#in(folder)));
    return folders.length > 0;
  }

  #in(folder: string): Promise<ProjectSettings | undefined> {
    const known = this.#folders.get(folder);
    if (known !== undefined) return known;
    const reading = this.#read(folder);
    this.#folders.set(folder, reading);
    return reading;
  }

  async #read(folder: string): Promise<ProjectSettings | undefined> {
    const uri = childUri(folder, projectSettingsFileName);
    const bytes = await this.#options.files.read(uri);
    const read = bytes && parseProjectSettings(new TextDecoder().decode(bytes), uri);
    for (const problem of read?.problems ?? []) this.#options.problem(`${displayPath(uri)}, ${problem}`);
    this.#take(folder, read?.settings.functions);
    return read?.settings;
  }

  #take(folder: string, functions: ProjectFunctions | undefined): void {
    if (functions === undefined && !this.#functions.has(folder)) return;
    if (functions === undefined) this.#functions.delete(folder);
    else this.#functions.set(folder, functions);
    this.#options.functionsChanged();
  }
}

/** Compares strings only, without reading files, because it runs for every file that is analyzed. */
function nearest<T>(uri: string, byFolder: ReadonlyMap<string, T>): T | undefined {
  for (let end = uri.lastIndexOf('/'); end > 0; end = uri.lastIndexOf('/', end - 1)) {
    const found = byFolder.get(uri.slice(0, end));
    if (found !== undefined) return found;
  }
  return undefined;
}

function withReaders(functions: ProjectFunctions, more: readonly string[]): ProjectFunctions {
  return more.length === 0 ? functions : { ...functions, readers: sorted([...more, ...functions.readers]) };
}

function sorted(functions: readonly string[]): readonly string[] {
  return [...new Set(functions)].toSorted();
}

function byKey([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one < other ? -1 : Number(one > other);
}

/** The path as patterns are written: decoded, with forward slashes. */
function pathBelow(folder: string, uri: string): string {
  return canonicalUri(uri)
    .slice(folder.length + 1)
    .split('/')
    .map(decoded)
    .join('/');
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    // The part contains a percent sign that is not an escape.
    return part;
  }
}
