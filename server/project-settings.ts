import {
  type FileContext,
  parseProjectSettings,
  type ProjectSettings,
  projectSettingsFileName,
  settingsFor,
} from '../analysis/index.ts';
import type { RuleSettings } from '../contracts/rule-settings.ts';
import type { FileSystem } from './files.ts';
import { canonicalUri, childUri, displayPath, foldersAbove, folderUri } from './uris.ts';

/** What somebody chose for one file. */
export type FileSettings = Pick<FileContext, 'rules' | 'ignored' | 'environment'>;

export interface SettingsFilesOptions {
  readonly files: FileSystem;
  /** Hears one sentence for each mistake in a file. */
  readonly problem: (sentence: string) => void;
  /** A file was met that names further functions, or no longer does. */
  readonly functionsChanged: () => void;
}

/** The `.agent-secrets.json` nearest above a file, and the rules of the editor's settings below it. */
export class SettingsFiles {
  readonly #options: SettingsFilesOptions;
  /** By folder; what is read once stays until the file changes. */
  readonly #folders = new Map<string, Promise<ProjectSettings | undefined>>();
  readonly #functions = new Map<string, readonly string[]>();
  #editorRules: RuleSettings = {};

  constructor(options: SettingsFilesOptions) {
    this.#options = options;
  }

  async of(uri: string): Promise<FileSettings> {
    for (const folder of foldersAbove(uri)) {
      const settings = await this.#in(folder);
      if (settings === undefined) continue;
      return settingsFor(pathBelow(folder, uri), settings, this.#editorRules);
    }
    return { rules: this.#editorRules };
  }

  /** Functions that the files met so far name; they count for the whole workspace. */
  get functions(): readonly string[] {
    return [...this.#functions.values()].flat();
  }

  /** True when they are others than before. */
  useEditorRules(rules: RuleSettings): boolean {
    const isSame = JSON.stringify(rules) === JSON.stringify(this.#editorRules);
    this.#editorRules = rules;
    return !isSame;
  }

  /** Forgets what a changed settings file said; true when one of the files was one. */
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
    const read = bytes && parseProjectSettings(new TextDecoder().decode(bytes));
    for (const problem of read?.problems ?? []) this.#options.problem(`${displayPath(uri)}, ${problem}`);
    this.#take(folder, read?.settings.functions ?? []);
    return read?.settings;
  }

  #take(folder: string, functions: readonly string[]): void {
    const before = this.#functions.get(folder) ?? [];
    if (before.join('\n') === functions.join('\n')) return;
    this.#functions.set(folder, functions);
    this.#options.functionsChanged();
  }
}

/** As people write it in patterns: decoded, with forward slashes. */
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
    // A percent sign that stands for itself.
    return part;
  }
}
