import type { SyntaxNode } from '@lezer/common';
import type { SourceFile } from '../../source/source-file.ts';
import { isFunction } from '../../syntax/javascript/syntax.ts';
import type { TopFunction, TopParameter } from '../../source/language.ts';

/** Functions that a module exports where it declares them, in order. */
export function javaScriptTopFunctions({ tree, text }: SourceFile): readonly TopFunction[] {
  return tree.topNode
    .getChildren('ExportDeclaration')
    .flatMap((declaration) => exportedFunctions(text, declaration));
}

function exportedFunctions(text: string, declaration: SyntaxNode): readonly TopFunction[] {
  const { firstChild } = declaration;
  const plain = declaration.getChild('FunctionDeclaration');
  const variables = declaration.getChild('VariableDeclaration');
  const named = plain ? [{ name: plain.getChild('VariableDefinition'), definition: plain }] : [];
  const assigned = variables?.getChildren('Equals').map((equals) => {
    const before = equals.prevSibling?.name === 'TypeAnnotation' ? equals.prevSibling : equals;
    return { name: before.prevSibling, definition: equals.nextSibling };
  });
  const exported = declaration.getChild('default') === null ? {} : { exportedAs: 'default' };
  return [...named, ...(assigned ?? [])].flatMap(({ name, definition }) => {
    if (name?.name !== 'VariableDefinition' || !definition || !isFunction(definition)) return [];
    const found: TopFunction = {
      name: { start: name.from, end: name.to },
      definition: { start: firstChild?.from ?? declaration.from, end: definition.to },
      parameters: parametersIn(text, definition),
    };
    return Object.assign(found, exported);
  });
}

function parametersIn(text: string, definition: SyntaxNode): readonly TopParameter[] {
  const list = definition.getChild('ParamList');
  const names = list?.getChildren('VariableDefinition') ?? [];
  return names.filter((name) => name.prevSibling?.name !== 'Spread').map((name) => parameter(text, name));
}

function parameter(text: string, name: SyntaxNode): TopParameter {
  const isOptional = name.nextSibling?.name === 'Optional';
  const mark = isOptional ? name.nextSibling : name;
  const annotation = mark?.nextSibling?.name === 'TypeAnnotation' ? mark.nextSibling : undefined;
  const equals = (annotation ?? mark)?.nextSibling;
  const value = equals?.name === 'Equals' ? equals.nextSibling : null;
  const written = value && text.slice(value.from, value.to);
  return {
    name: text.slice(name.from, name.to),
    ...(annotation && { type: text.slice(annotation.from, annotation.to).replace(/^:\s*/, '') }),
    ...((written ?? isOptional) && { default: written ?? 'undefined' }),
  };
}
