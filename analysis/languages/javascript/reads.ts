import type { SyntaxNode } from '@lezer/common';
import type { SecretReference } from '../../reference.ts';
import type { SourceFile } from '../../source/source-file.ts';
import { textOf } from './environment.ts';

/** What is read from an environment: a member, or what is taken out of it by destructuring. */
export function readsOf(file: SourceFile, environment: SyntaxNode): readonly SecretReference[] {
  const owner = environment.parent;
  if (owner === null) return [];
  if (owner.name === 'MemberExpression' && owner.firstChild?.from === environment.from)
    return readOfMember(file, owner);
  const isValue = owner.name === 'VariableDeclaration' || owner.name === 'AssignmentExpression';
  const pattern = isValue ? environment.prevSibling?.prevSibling : undefined;
  if (pattern?.name !== 'ObjectPattern') return [];
  return pattern.getChildren('PatternProperty').flatMap((property) => readOfProperty(file, property));
}

function readOfMember(file: SourceFile, member: SyntaxNode): readonly SecretReference[] {
  if (isWritten(member)) return [];
  const property = member.getChild('PropertyName');
  if (property !== null) return [referenceTo(property, textOf(file, property))];
  const index = member.getChild('[')?.nextSibling;
  if (index === null || index === undefined || index.type.isError || index.name === ']') return [];
  const value =
    index.name === 'String' || index.name === 'TemplateString' ? plainText(file, index) : undefined;
  return value === undefined
    ? [dynamicReference(index)]
    : [referenceTo({ from: index.from + 1, to: index.to - 1 }, value)];
}

function readOfProperty(file: SourceFile, property: SyntaxNode): readonly SecretReference[] {
  if (property.getChild('Spread') !== null) return [];
  const name = property.getChild('PropertyName') ?? property.getChild('VariableDefinition');
  return name === null ? [] : [referenceTo(name, textOf(file, name))];
}

/** Setting or deleting a variable is not reading it; `??=` does both. */
function isWritten(member: SyntaxNode): boolean {
  const owner = member.parent;
  if (owner?.name === 'UnaryExpression') return owner.getChild('delete') !== null;
  return (
    owner?.name === 'AssignmentExpression' &&
    owner.firstChild?.to === member.to &&
    owner.getChild('Equals') !== null
  );
}

/** Undefined for escapes, interpolation and strings that are still being typed. */
function plainText(file: SourceFile, node: SyntaxNode): string | undefined {
  const text = textOf(file, node);
  const isPlain = /^(["'`])[^\\\r\n]*\1$/.test(text) && node.getChild('Interpolation') === null;
  return isPlain && text.length > 1 ? text.slice(1, -1) : undefined;
}

function referenceTo(place: { readonly from: number; readonly to: number }, name: string): SecretReference {
  const span = { start: place.from, end: place.to };
  return {
    dialect: 'environment',
    span,
    names: [name],
    patterns: [],
    dynamic: false,
    literal: span,
    fields: [],
  };
}

function dynamicReference({ from, to }: SyntaxNode): SecretReference {
  return {
    dialect: 'environment',
    span: { start: from, end: to },
    names: [],
    patterns: [],
    dynamic: true,
    fields: [],
  };
}
