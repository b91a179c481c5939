import type { ProjectFiles } from '../../model/file-context.ts';
import type { ParsedFile } from '../../model/parsed-file.ts';
import { SourceFile } from '../../source/source-file.ts';
import { Question } from '../question.ts';
import type { StepBudget } from '../step-budget.ts';
import type { OriginFinder, OtherModules } from './origin.ts';
import { Origins } from './origins.ts';
import type { PythonModule } from './python-module.ts';
import { Tracing } from './trace.ts';

/** For a file that is analyzed on its own. */
export const noOthers: OtherModules = {
  complete: false,
  find: () => undefined,
  mentioning: () => [],
};

/** The modules of a project in one state. Results are cached for that state. */
export class Modules implements OtherModules {
  readonly #files: ProjectFiles;
  readonly #moduleOf: (file: SourceFile) => PythonModule;
  readonly #finders = new WeakMap<ParsedFile, Origins>();
  readonly #question: Question;
  readonly #tracing = new Tracing();

  constructor(files: ProjectFiles, moduleOf: (file: SourceFile) => PythonModule, budget: StepBudget) {
    this.#files = files;
    this.#moduleOf = moduleOf;
    this.#question = new Question(budget);
  }

  get complete(): boolean {
    return this.#files.complete;
  }

  /** Returns the finder for a file of the project. */
  of(file: SourceFile): Origins {
    const known = this.#finders.get(file);
    if (known !== undefined) return known;
    const finder = new Origins(this.#moduleOf(file), this, this.#question, this.#tracing);
    this.#finders.set(file, finder);
    return finder;
  }

  find(module: string, from: string): OriginFinder | undefined {
    const file = this.#files.module(module, from);
    return file instanceof SourceFile && file.languageId === 'python' ? this.of(file) : undefined;
  }

  *mentioning(word: string): Generator<OriginFinder> {
    for (const file of this.#files.mentioning(word)) {
      if (file instanceof SourceFile && file.languageId === 'python') yield this.of(file);
    }
  }
}
