import type { ClassCode, ClassExpression, Expression, Statement } from '../../ir/ir.ts';
import { lowerArguments } from './collections.ts';
import { type Context, Scope, spanOf } from './context.ts';
import { childNamed, type Node } from './nodes.ts';

type Field = ClassCode['fields'][number];

/** Bases and decorators that make a class take its fields as arguments, by the last part of their name. */
const recordDecorators = new Set(['dataclass', 'define', 'frozen', 'mutable', 'attrs', 's']);
const recordBases = new Set(['NamedTuple', 'BaseModel', 'BaseSettings', 'TypedDict', 'Struct', 'SQLModel']);
/** Values that make `name = value` a field in a record, without an annotation. */
const fieldFunctions = new Set(['ib', 'attrib', 'field']);
const notField = /^\W*(?:\w+\.)*(?:ClassVar|KW_ONLY)\b/;

/** Lowers a class definition. `decorators` are evaluated in the scope around it. */
export function lowerClass(context: Context, node: Node, decorators: readonly Expression[]): ClassExpression {
  const nameNode = childNamed(node, 'VariableName');
  const list = childNamed(node, 'ArgList');
  const given = list === undefined ? [] : lowerArguments(context, list);
  const bases = given.flatMap(({ name, spread, value }) =>
    name === undefined && spread === undefined ? [value] : [],
  );
  const keywords = given.filter(({ name, spread }) => name !== undefined || spread !== undefined);
  const scope = new Scope('class');
  const body = childNamed(node, 'Body');
  const statics = context.within(scope, () => context.block(body));
  const isRecordLike = decorators.some(isRecordDecorator) || bases.some((base) => isNamed(base, recordBases));
  const code: ClassCode = {
    name: nameNode === undefined ? '' : context.textOf(nameNode),
    bases,
    ...(keywords.length > 0 && { keywords }),
    ...(scope.globals.size > 0 && { globals: scope.globals }),
    decorators,
    methods: scope.methods,
    fields: fieldsOf(context, body?.children ?? [], statics, isRecordLike),
    statics,
    isRecord: isRecordLike && !scope.methods.some(({ role }) => role === 'constructor'),
    at: spanOf(node),
  };
  return { kind: 'class', code, at: code.at };
}

function isRecordDecorator(decorator: Expression): boolean {
  if (decorator.kind !== 'call') return isNamed(decorator, recordDecorators);
  return isNamed(decorator.callee, recordDecorators) && !hasNoInit(decorator);
}

function isNamed(expression: Expression, names: ReadonlySet<string>): boolean {
  const isName = expression.kind === 'name' || expression.kind === 'member';
  return isName && names.has(expression.name);
}

/** `dataclass(init=False)` and `field(init=False)`. */
function hasNoInit(call: Expression): boolean {
  if (call.kind !== 'call') return false;
  return call.arguments.some(
    ({ name, value }) => name === 'init' && value.kind === 'literal' && value.value === false,
  );
}

function fieldsOf(
  context: Context,
  nodes: readonly Node[],
  statics: readonly Statement[],
  isRecord: boolean,
): readonly Field[] {
  const values = new Map<number, Expression>();
  for (const statement of statics) {
    if (statement.kind === 'assign') values.set(statement.at.start, statement.value);
  }
  const written = nodes.flatMap((node) => (node.name === 'StatementGroup' ? node.children : [node]));
  return written.flatMap((node) => {
    if (node.name !== 'AssignStatement') return [];
    const name = node.children[0];
    if (name?.name !== 'VariableName') return [];
    const value = values.get(node.from);
    if (!isField(context, node, value, isRecord)) return [];
    const type = node.children[1]?.name === 'TypeDef' ? context.textOf(node.children[1]) : undefined;
    const annotation = type?.replace(/^:\s*/, '');
    return [
      {
        name: context.textOf(name),
        ...(value && { value }),
        ...(annotation !== undefined && { annotation }),
      },
    ];
  });
}

function isField(context: Context, node: Node, value: Expression | undefined, isRecord: boolean): boolean {
  const annotation = node.children[1]?.name === 'TypeDef' ? node.children[1] : undefined;
  if (annotation === undefined) {
    return isRecord && value?.kind === 'call' && isNamed(value.callee, fieldFunctions);
  }
  const isExcluded = isRecord && value !== undefined && hasNoInit(value);
  return !isExcluded && !notField.test(context.textOf(annotation));
}
