import type { SyntaxNode } from '@lezer/common';
import type { PythonModule } from '../../flow/python/python-module.ts';
import { classAround, decoratorsOf, nameOf } from '../../flow/python/scope.ts';
import type { Span } from '../../model/parsed-file.ts';
import {
  attributeOf,
  childrenOf,
  commaGroups,
  contains,
  insideBrackets,
} from '../../syntax/python/syntax.ts';

/** A function of the module that a call may refer to, based on its name alone. */
export interface Called {
  readonly definition: SyntaxNode;
  /** The number of leading parameters that the call passes implicitly, such as `self`. */
  readonly shift: number;
}

/**
 * The functions and classes in parts of a module, keyed by name. They are found in a single scan of the text.
 */
export class Definitions {
  readonly #module: PythonModule;
  readonly #offsets = new Map<string, number[]>();

  constructor(module: PythonModule, within: readonly Span[]) {
    this.#module = module;
    for (const span of within) this.#add(span);
  }

  #add({ start, end }: Span): void {
    for (const match of this.#module.text.slice(start, end).matchAll(/\b(?:def|class)[ \t]+(\w+)/g)) {
      const name = match[1] ?? '';
      const at = start + match.index + match[0].length - name.length;
      const known = this.#offsets.get(name);
      if (known === undefined) this.#offsets.set(name, [at]);
      else known.push(at);
    }
  }

  has(name: string): boolean {
    return this.#offsets.has(name);
  }

  /** Returns what the call with the argument list `list` may run. */
  called(list: SyntaxNode): readonly Called[] {
    const callee = list.parent?.name === 'CallExpression' ? list.parent.firstChild : null;
    if (callee === null) return [];
    const name = this.#module.textOf(attributeOf(callee)?.property ?? callee);
    return (this.#offsets.get(name) ?? []).flatMap((at) => {
      const definition = this.#module.tree.resolveInner(at, 1).parent;
      return definition === null ? [] : (calledAs(this.#module.text, definition) ?? []);
    });
  }
}

function calledAs(text: string, definition: SyntaxNode): Called | undefined {
  if (definition.name === 'ClassDefinition') {
    const constructor = methodNamed(text, definition, '__init__');
    return constructor && { definition: constructor, shift: 1 };
  }
  if (definition.name !== 'FunctionDefinition') return undefined;
  const isMethod = classAround(definition) !== undefined;
  const isStatic = decoratorsOf(text, definition).includes('staticmethod');
  return { definition, shift: isMethod && !isStatic ? 1 : 0 };
}

function methodNamed(text: string, definition: SyntaxNode, name: string): SyntaxNode | undefined {
  const body = definition.getChild('Body');
  return body?.getChildren('FunctionDefinition').find((method) => {
    const node = nameOf(method);
    return node !== undefined && text.slice(node.from, node.to) === name;
  });
}

/** Returns the name of the parameter that receives `value`, which is an argument in `list`. */
export function parameterAt(
  module: PythonModule,
  { definition, shift }: Called,
  list: SyntaxNode,
  value: SyntaxNode,
): SyntaxNode | undefined {
  const parameters = parametersOf(definition);
  const groups = commaGroups(insideBrackets(list));
  const position = groups.findIndex((group) => group.some((node) => contains(node, value)));
  const [first, operator] = groups[position] ?? [];
  if (first === undefined || first.name.startsWith('*')) return undefined;
  if (operator?.name !== 'AssignOp') return parameters[position + shift];
  return parameters.find((parameter) => module.textOf(parameter) === module.textOf(first));
}

function parametersOf(definition: SyntaxNode): readonly SyntaxNode[] {
  return childrenOf(definition.getChild('ParamList') ?? definition).filter(
    ({ name, prevSibling }) =>
      name === 'VariableName' &&
      prevSibling?.name !== 'AssignOp' &&
      !(prevSibling?.name.startsWith('*') ?? false),
  );
}
