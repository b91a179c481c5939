import { Modules, noOthers } from '../../flow/python/modules.ts';
import { Origins } from '../../flow/python/origins.ts';
import { PythonModule } from '../../flow/python/python-module.ts';
import { Question } from '../../flow/question.ts';
import type { StepBudget } from '../../flow/step-budget.ts';
import type { ProjectFiles } from '../../model/file-context.ts';
import { cachedModules } from '../../flow/cached-modules.ts';
import type { SourceFile } from '../../source/source-file.ts';
import { PythonFile } from './python-file.ts';

/** Without a project: the file as it was last analyzed. */
export type PythonFiles = (file: SourceFile, project?: ProjectFiles) => PythonFile;

export function createPythonFiles(functions: readonly string[], budget: StepBudget): PythonFiles {
  return cachedModules({
    module: (file) => new PythonModule(file),
    modules: (project, moduleOf) => new Modules(project, moduleOf, budget),
    know: (file, module, others) =>
      new PythonFile(
        file,
        functions,
        others?.of(file) ?? new Origins(module, noOthers, new Question(budget)),
      ),
  });
}
