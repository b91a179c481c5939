import type { SyntaxNode } from '@lezer/common';
import { Origins } from '../../flow/origins.ts';
import { possibleNames } from '../../flow/possible-names.ts';
import { noOthers } from '../../flow/modules.ts';
import type { PythonModule } from '../../flow/python-module.ts';
import type { SourceFile } from '../../source/source-file.ts';
import { AgentCallee } from './agent-callee.ts';
import { firstArgument } from './arguments.ts';
import { callOf } from './syntax.ts';

/** What is worked out once for one version of a Python file and of its project. */
export class PythonFile {
  readonly source: SourceFile;
  readonly module: PythonModule;
  /** Follows names into the other files of the project. */
  readonly origins: Origins;
  /** Stops at imports, and so shows them. */
  readonly localOrigins: Origins;
  readonly #agentCallee: AgentCallee;

  constructor(file: SourceFile, functions: readonly string[], origins: Origins) {
    this.source = file;
    this.module = origins.module;
    this.origins = origins;
    this.localOrigins = new Origins(this.module, noOthers);
    this.#agentCallee = new AgentCallee(this.localOrigins, functions);
  }

  /** Whether `call` reads an agent secret. */
  isAgentRead(call: SyntaxNode): boolean {
    const parts = callOf(call);
    return parts !== undefined && this.#agentCallee.matches(parts.callee);
  }

  /** The expression that names the secret in a call that reads one; undefined while it is missing. */
  secretNameIn(call: SyntaxNode): SyntaxNode | undefined {
    const parts = callOf(call);
    return parts && firstArgument(this.module.text, parts.list, ['secret_name', 'name'])?.value;
  }

  /** Names of the secrets whose value an expression may be; empty when it is something else or unknown. */
  secretsHeldBy(expression: SyntaxNode): readonly string[] {
    const names = new Set<string>();
    for (const { node, finder } of this.origins.of(expression)) {
      if (isEmpty(finder.module.textOf(node))) continue;
      const argument =
        finder === this.origins && this.isAgentRead(node) ? this.secretNameIn(node) : undefined;
      const possible = argument && possibleNames(this.origins, argument);
      if (possible === undefined) return [];
      for (const name of possible) names.add(name);
    }
    return [...names];
  }
}

/** `get_secret("x") or {}` still holds the secret. */
function isEmpty(code: string): boolean {
  return /^(?:None|\{\s*\}|""|'')$/.test(code);
}
