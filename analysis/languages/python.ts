import { parser } from '@lezer/python';
import { lowerPython } from '../lower/python/lower-python.ts';
import { createUnitMemo } from '../lower/units.ts';
import {
  functionPath,
  lastNames,
  type ProjectFunctions,
  projectTable,
} from '../libraries/project-functions.ts';
import { pythonLibrary } from '../libraries/python.ts';
import type { ParsedFile } from '../model/parsed-file.ts';
import { SourceFile } from '../source/source-file.ts';
import { createFollow, type FollowedLanguage } from '../uses/arrivals.ts';
import type { SecretReference } from '../model/reference.ts';
import type { StepBudget } from '../flow/step-budget.ts';
import { pythonDivision } from '../incremental/python/python-parts.ts';
import { pythonUses } from '../uses/python/python-uses.ts';
import type { Language } from '../source/language.ts';
import { pythonCompletionSite } from '../references/python/completion-site.ts';
import { pythonDerivations, pythonWrittenNames } from '../references/python/derivations.ts';
import { fieldsOfCall } from '../references/python/fields.ts';
import { healPython } from '../syntax/python/heal.ts';
import { createPythonFiles, type PythonFile } from '../references/python/python-file.ts';
import { mayReadAnything } from '../references/python/may-read.ts';
import { pythonReferences } from '../references/python/references.ts';
import { spelledInPython } from '../syntax/python/strings.ts';
import { pythonSurroundings } from '../references/python/surroundings.ts';
import { pythonTopFunctions } from '../syntax/python/top-functions.ts';

/** Python with both dialects. `functions` are from the settings. */
export function createPython(functions: ProjectFunctions, budget: StepBudget): Language {
  const readers = functions.readers.map(functionPath);
  const files = createPythonFiles(readers, budget);
  const words = lastNames(readers);
  const memo = createUnitMemo();
  const table = projectTable(functions);
  const followed: FollowedLanguage = {
    library: { ...pythonLibrary, ...(table && { project: table }) },
    units: (file) => lowerPython(file, memo),
    imported: (module, from, project) => pythonFile(project.module(module, from)),
  };

  return {
    parser,
    heal: healPython,
    mayHoldReferences: mayReadAnything(readers),
    *references(file, project) {
      const { references } = yield* pythonReferences(files(file, project), words);
      return references;
    },
    completionSite: (file, offset) => pythonCompletionSite(files(file), offset),
    spelled: spelledInPython,
    uses: (file, held) => pythonUses(files(file), held),
    follow: createFollow(followed),
    incremental: {
      ...pythonDivision,
      references: (file, project, aliases = [], within?) =>
        pythonReferences(files(file, project), [...words, ...aliases], within),
    },
    fieldsUsed: (file, reference) => fieldsUsed(files(file), reference),
    derivations: (file, reference, project) => pythonDerivations(files(file, project), reference),
    writtenNames: (file, reference, project) => pythonWrittenNames(files(file, project), reference),
    surroundings: (file, { span }) => pythonSurroundings(files(file).module, span.start),
    topFunctions: pythonTopFunctions,
  };
}

function pythonFile(file: ParsedFile | undefined): SourceFile | undefined {
  return file instanceof SourceFile && file.languageId === 'python' ? file : undefined;
}

function fieldsUsed(file: PythonFile, reference: SecretReference): readonly string[] {
  let node = file.module.tree.resolveInner(reference.span.start, 1);
  while (node.parent !== null && node.name !== 'ArgList') node = node.parent;
  const call = node.parent;
  return call === null ? [] : fieldsOfCall(file.module, call);
}
