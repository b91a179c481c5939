import type { ProjectFiles } from '../../model/file-context.ts';
import { cachedModules } from '../cached-modules.ts';
import type { SourceFile } from '../../source/source-file.ts';
import { filesMeant } from './files-meant.ts';
import type { ParsedFile } from '../../model/parsed-file.ts';
import { Question } from '../question.ts';
import type { StepBudget } from '../step-budget.ts';
import { JavaScriptModule } from './module.ts';
import type { OtherModules } from './origin.ts';
import { Origins } from './origins.ts';

/** Without a project, imports are not resolved. */
export const noOthers: OtherModules = { find: () => undefined, mentioning: () => [] };

/** The modules of a project in one state of its files. */
class Modules implements OtherModules {
  readonly #project: ProjectFiles;
  readonly #moduleOf: (file: SourceFile) => JavaScriptModule;
  readonly #origins = new WeakMap<SourceFile, Origins>();
  readonly #question: Question;

  constructor(project: ProjectFiles, moduleOf: (file: SourceFile) => JavaScriptModule, budget: StepBudget) {
    this.#project = project;
    this.#moduleOf = moduleOf;
    this.#question = new Question(budget);
  }

  of(file: SourceFile): Origins {
    const origins = this.#origins.get(file) ?? new Origins(this.#moduleOf(file), this, this.#question);
    this.#origins.set(file, origins);
    return origins;
  }

  find(specifier: string, from: string): Origins | undefined {
    const file = importedScript(specifier, from, this.#project);
    return file && this.of(file);
  }

  *mentioning(word: string): Generator<Origins> {
    for (const file of this.#project.mentioning(word)) if (isScript(file)) yield this.of(file);
  }
}

/** The file that an import refers to. Undefined for packages. */
export function importedScript(
  specifier: string,
  from: string,
  project: ProjectFiles,
): SourceFile | undefined {
  const uris = filesMeant(specifier, from);
  const file = uris.length === 0 ? undefined : project.imported(uris, from);
  return file !== undefined && isScript(file) ? file : undefined;
}

/**
 * This code may be in a different bundle than the parser, with a separate copy of the class, so `instanceof`
 * would fail.
 */
function isScript(file: ParsedFile): file is SourceFile {
  return 'tree' in file && /^(?:java|type)script(?:react)?$/.test(file.languageId);
}

/** Without a project, the file is analyzed as of its most recent analysis. */
export type JavaScriptFiles = (file: SourceFile, project?: ProjectFiles) => Origins;

/** `readers` are paths of functions that read secrets, from the settings. */
export function createJavaScriptFiles(budget: StepBudget, readers: readonly string[]): JavaScriptFiles {
  return cachedModules({
    module: (file) => new JavaScriptModule(file, readers),
    modules: (project, moduleOf) => new Modules(project, moduleOf, budget),
    know: (file, module, others) => others?.of(file) ?? new Origins(module, noOthers, new Question(budget)),
  });
}
