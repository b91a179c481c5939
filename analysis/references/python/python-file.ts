import type { SyntaxNode } from '@lezer/common';
import { Origins } from '../../flow/python/origins.ts';
import type { OriginFinder } from '../../flow/python/origin.ts';
import { Modules, noOthers } from '../../flow/python/modules.ts';
import { PythonModule } from '../../flow/python/python-module.ts';
import type { SourceFile } from '../../source/source-file.ts';
import { AgentCallee } from './agent-callee.ts';
import { argumentsOf, callOf, firstArgument } from '../../syntax/python/syntax.ts';
import { Question } from '../../flow/question.ts';
import type { StepBudget } from '../../flow/step-budget.ts';
import type { ProjectFiles } from '../../model/file-context.ts';
import { cachedModules } from '../../flow/cached-modules.ts';

/** Results that are computed once for one version of a Python file and its project. */
export class PythonFile {
  readonly source: SourceFile;
  readonly module: PythonModule;
  /** Follows names into the other files of the project. */
  readonly origins: Origins;
  /** Stops at imports, so that they are visible in the result. */
  readonly localOrigins: Origins;
  readonly #functions: readonly string[];
  readonly #agentCallees = new Map<OriginFinder, AgentCallee>();

  constructor(file: SourceFile, functions: readonly string[], origins: Origins) {
    this.source = file;
    this.module = origins.module;
    this.origins = origins;
    this.localOrigins = new Origins(this.module, noOthers, origins.question.another());
    this.#functions = functions;
  }

  /**
   * Whether `call` reads an agent secret. `finder` belongs to the module of the call, which is this module by
   * default.
   */
  isAgentRead(call: SyntaxNode, finder: OriginFinder = this.origins): boolean {
    const parts = callOf(call);
    return parts !== undefined && this.#agentCalleeOf(finder).matches(parts.callee);
  }

  /** Whether an expression is a function that reads a secret. */
  isAgentReader(reader: SyntaxNode): boolean {
    return this.#agentCalleeOf(this.origins).matches(reader);
  }

  /** Returns the expression that names the secret in a call that reads one, or a dictionary with it. Undefined if it is missing. */
  secretNameIn(call: SyntaxNode): SyntaxNode | undefined {
    const parts = callOf(call);
    if (parts === undefined) return undefined;
    const { text } = this.module;
    const named = firstArgument(text, parts.list, ['secret_name', 'name']);
    return (named ?? argumentsOf(text, parts.list).find(({ star }) => star === '**'))?.value;
  }

  #agentCalleeOf(finder: OriginFinder): AgentCallee {
    const known = this.#agentCallees.get(finder);
    if (known !== undefined) return known;
    const local =
      finder === this.origins
        ? this.localOrigins
        : new Origins(finder.module, noOthers, finder.question.another());
    const calleeIn = (other: OriginFinder): AgentCallee => this.#agentCalleeOf(other);
    const callee = new AgentCallee(local, finder, this.#functions, calleeIn);
    this.#agentCallees.set(finder, callee);
    return callee;
  }
}

/** Without a project, the file is analyzed as of its most recent analysis. */
type PythonFiles = (file: SourceFile, project?: ProjectFiles) => PythonFile;

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
