import { parser } from '@lezer/python';
import type { SecretReference } from '../../reference.ts';
import type { StepBudget } from '../../flow/step-budget.ts';
import { pythonDivision } from '../../incremental/python/python-parts.ts';
import { pythonReads, pythonUses } from '../../uses/python/python-uses.ts';
import type { Language } from '../language.ts';
import { agentWords } from './agent-callee.ts';
import { pythonCompletionSite } from './completion-site.ts';
import { pythonDerivations, pythonWrittenNames } from './derivations.ts';
import { environmentWords } from './environment.ts';
import { fieldsOfCall } from './fields.ts';
import { healPython } from './heal.ts';
import type { PythonFile } from './python-file.ts';
import { createPythonFiles } from './python-files.ts';
import { pythonReferences } from './references.ts';
import { spelledInPython } from './spell.ts';
import { pythonSurroundings } from './surroundings.ts';
import { pythonTopFunctions } from './top-functions.ts';

/** Python with both dialects. `functions` are further ones that take a secret's name, from the settings. */
export function createPython(functions: readonly string[], budget: StepBudget): Language {
  const files = createPythonFiles(functions, budget);
  const words = functions
    .map((name) => name.slice(name.lastIndexOf('.') + 1))
    .filter((word) => /^\w+$/.test(word));
  const mayHold = {
    agent: anyWord([...agentWords, ...words]),
    environment: anyWord(environmentWords),
    either: anyWord([...agentWords, ...environmentWords, ...words]),
  };

  return {
    parser,
    heal: healPython,
    mayHoldReferences: (text, dialect) => mayHold[dialect ?? 'either'].test(text),
    *references(file, project) {
      const { references } = yield* pythonReferences(files(file, project), words);
      return references;
    },
    completionSite: (file, offset) => pythonCompletionSite(files(file), offset),
    spelled: spelledInPython,
    uses: (file, references) => pythonUses(files(file), references),
    incremental: {
      ...pythonDivision,
      references: (file, project, aliases = [], within?) =>
        pythonReferences(files(file, project), [...words, ...aliases], within),
      uses: (file, references, within) => pythonUses(files(file), references, within),
      reads: (file, references) => pythonReads(files(file), references),
    },
    fieldsUsed: (file, reference) => fieldsUsed(files(file), reference),
    derivations: (file, reference, project) => pythonDerivations(files(file, project), reference),
    writtenNames: (file, reference, project) => pythonWrittenNames(files(file, project), reference),
    surroundings: (file, { span }) => pythonSurroundings(files(file).module, span.start),
    topFunctions: pythonTopFunctions,
  };
}

/** Whole words: `environment` stands in twice as many files as `environ`. */
function anyWord(words: readonly string[]): RegExp {
  return new RegExp(String.raw`(?<![\w$])(?:${words.join('|')})(?![\w$])`);
}

function fieldsUsed(file: PythonFile, reference: SecretReference): readonly string[] {
  let node = file.module.tree.resolveInner(reference.span.start, 1);
  while (node.parent !== null && node.name !== 'ArgList') node = node.parent;
  const call = node.parent;
  return call === null ? [] : fieldsOfCall(file.module, call);
}
