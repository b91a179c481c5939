import type { SyntaxNode } from '@lezer/common';
import type { SourceFile } from '../../source/source-file.ts';
import type { TopFunction, TopParameter } from '../../source/language.ts';
import { argumentsOf, childrenOf, commaGroups, insideBrackets } from './syntax.ts';
import { stringValue } from './strings.ts';

/** Returns the top-level functions of a module in order. */
export function pythonTopFunctions({ tree, text }: SourceFile): readonly TopFunction[] {
  return childrenOf(tree.topNode).flatMap((statement) => topFunction(text, statement) ?? []);
}

function topFunction(text: string, statement: SyntaxNode): TopFunction | undefined {
  const isDecorated = statement.name === 'DecoratedStatement';
  const definition = isDecorated ? statement.getChild('FunctionDefinition') : statement;
  if (definition?.name !== 'FunctionDefinition') return undefined;
  const name = definition.getChild('VariableName');
  const list = definition.getChild('ParamList');
  if (name === null || list === null) return undefined;
  const descriptions = descriptionsIn(text, statement);
  const written = text.slice(statement.from, statement.to).trimEnd();
  return {
    name: { start: name.from, end: name.to },
    // The parser includes the line breaks after a body.
    definition: { start: statement.from, end: statement.from + written.length },
    parameters: commaGroups(insideBrackets(list)).flatMap(
      (group) => parameterFrom(text, group, descriptions) ?? [],
    ),
  };
}

/** Returns the descriptions from `@func_parameter("amount", "Amount in pence")`, keyed by parameter. */
function descriptionsIn(text: string, statement: SyntaxNode): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const decorator of statement.getChildren('Decorator')) {
    const list = decorator.getChild('ArgList');
    if (list === null || !/^@\s*(?:\w+\.)*func_parameter\s*$/.test(text.slice(decorator.from, list.from))) {
      continue;
    }
    const [name, description] = argumentsOf(text, list).map(({ value }) => value && stringValue(text, value));
    if (name !== undefined && description !== undefined) found.set(name, description);
  }
  return found;
}

/** Undefined for `*`, `/`, `*args` and `**kwargs`, which cannot be passed by name. */
function parameterFrom(
  text: string,
  group: readonly SyntaxNode[],
  descriptions: ReadonlyMap<string, string>,
): TopParameter | undefined {
  const [first] = group;
  if (first?.name !== 'VariableName') return undefined;
  const name = text.slice(first.from, first.to);
  const annotation = group.find((node) => node.name === 'TypeDef');
  const value = group.find((node) => node.prevSibling?.name === 'AssignOp');
  const description = descriptions.get(name);
  return {
    name,
    ...(annotation && { type: typeIn(text, annotation) }),
    ...(description !== undefined && { description }),
    ...(value && { default: text.slice(value.from, value.to) }),
  };
}

/** Returns `int` for both `: int` and `: "int"`. */
function typeIn(text: string, annotation: SyntaxNode): string {
  const node = annotation.lastChild;
  const value = node && stringValue(text, node);
  return value ?? text.slice(annotation.from, annotation.to).replace(/^:\s*/, '');
}
