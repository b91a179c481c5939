import type {
  Argument,
  ClassCode,
  Expression,
  FunctionCode,
  OperationExpression,
  Parameter,
  Statement,
  Target,
  TargetItem,
} from '../../analysis/ir/ir.ts';

/** Prints lowered statements as compact pseudo-code, one line for each statement. */
export function printStatements(statements: readonly Statement[]): string {
  return statements.flatMap(linesOf).join('\n');
}

export function printExpression(expression: Expression): string {
  switch (expression.kind) {
    case 'literal':
      return JSON.stringify(expression.value) ?? 'undefined';
    case 'name':
      return expression.name;
    case 'member':
      return `${printExpression(expression.object)}.${expression.name}`;
    case 'index':
      return `${printExpression(expression.object)}[${printExpression(expression.index)}]`;
    case 'slice': {
      const { object, from, to, step } = expression;
      return `${printExpression(object)}[${[from, to, step].map((part) => (part ? printExpression(part) : '')).join(':')}]`;
    }
    case 'call':
      return `${printExpression(expression.callee)}(${expression.arguments.map(argument).join(', ')})`;
    case 'operation':
      return operation(expression);
    case 'choice': {
      const { condition, then, otherwise } = expression;
      return `(${printExpression(condition)} ? ${printExpression(then)} : ${printExpression(otherwise)})`;
    }
    case 'assignment':
      return `(${printTarget(expression.target)} := ${printExpression(expression.value)})`;
    case 'collection':
    case 'dictionary':
    case 'comprehension':
    case 'function':
    case 'class':
      return compound(expression);
  }
}

type Compound = Extract<
  Expression,
  { readonly kind: 'collection' | 'dictionary' | 'comprehension' | 'function' | 'class' }
>;

function compound(expression: Compound): string {
  switch (expression.kind) {
    case 'collection': {
      const items = expression.items.map(
        ({ value, isSpread }) => `${isSpread ? '...' : ''}${printExpression(value)}`,
      );
      return `${expression.type}[${items.join(', ')}]`;
    }
    case 'dictionary': {
      const entries = expression.entries.map(({ key, value }) =>
        key === undefined
          ? `...${printExpression(value)}`
          : `${printExpression(key)}: ${printExpression(value)}`,
      );
      return `{${entries.join(', ')}}`;
    }
    case 'comprehension': {
      const { type, key, element, loops } = expression;
      const clauses = loops.map(
        ({ target, iterable, conditions }) =>
          ` for ${printTarget(target)} in ${printExpression(iterable)}` +
          conditions.map((condition) => ` if ${printExpression(condition)}`).join(''),
      );
      const entry = key === undefined ? '' : `${printExpression(key)}: `;
      return `${type}(${entry}${printExpression(element)}${clauses.join('')})`;
    }
    case 'function': {
      const [only, another] = expression.code.body;
      const isShort = expression.code.name === '' && only?.kind === 'return' && another === undefined;
      if (!isShort) return functionLines(expression.code).join('\n');
      const value = only.value === undefined ? '' : printExpression(only.value);
      return `(${functionHead(expression.code)} => ${value})`;
    }
    case 'class':
      return classLines(expression.code).join('\n');
  }
}

function argument({ value, spread, name }: Argument): string {
  const start = { items: '*', entries: '**', none: '' }[spread ?? 'none'];
  return `${start}${name === undefined ? '' : `${name}=`}${printExpression(value)}`;
}

function operation({ operator, operands, formats }: OperationExpression): string {
  const written = operands.map((operand, index) => printExpression(operand) + (formats?.get(index) ?? ''));
  return `${operator}(${written.join(', ')})`;
}

export function printTarget(target: Target): string {
  switch (target.kind) {
    case 'sequence-target':
      return `[${target.items.map((item) => (item ? targetItem(item) : '')).join(', ')}]`;
    case 'object-target': {
      const entries = target.entries.map(
        (entry) => (entry.key === undefined ? '' : `${printExpression(entry.key)}: `) + targetItem(entry),
      );
      return `{${entries.join(', ')}}`;
    }
    case 'name':
    case 'member':
    case 'index':
      return printExpression(target);
  }
}

function targetItem({ target, isRest, default: value }: TargetItem): string {
  return `${isRest ? '...' : ''}${printTarget(target)}${value ? ` = ${printExpression(value)}` : ''}`;
}

function linesOf(statement: Statement): readonly string[] {
  switch (statement.kind) {
    case 'assign': {
      const { targets, value, update, isHoisted } = statement;
      const sign = update === undefined ? '=' : `=${update}`;
      const start = `${isHoisted ? 'hoisted ' : ''}${targets.map(printTarget).join(' = ')} ${sign} `;
      return (start + printExpression(value)).split('\n');
    }
    case 'evaluate':
      return printExpression(statement.value).split('\n');
    case 'branch': {
      const { condition, then, otherwise } = statement;
      const last = otherwise.length === 0 ? [] : ['else', ...indented(otherwise)];
      return [`if ${printExpression(condition)}`, ...indented(then), ...last];
    }
    case 'return':
      return [`return${statement.value ? ` ${printExpression(statement.value)}` : ''}`];
    case 'raise': {
      const { value, cause } = statement;
      return [
        `raise${value ? ` ${printExpression(value)}` : ''}${cause ? ` from ${printExpression(cause)}` : ''}`,
      ];
    }
    case 'break':
    case 'continue':
      return [`${statement.kind}${statement.label === undefined ? '' : ` ${statement.label}`}`];
    case 'delete':
      return [`delete ${printTarget(statement.target)}`];
    case 'block':
      return [
        `block${statement.label === undefined ? '' : ` ${statement.label}`}`,
        ...indented(statement.body),
      ];
    case 'loop':
    case 'try':
    case 'import':
    case 'export':
      return otherLines(statement);
  }
}

type Other = Extract<Statement, { readonly kind: 'loop' | 'try' | 'import' | 'export' }>;

function otherLines(statement: Other): readonly string[] {
  switch (statement.kind) {
    case 'loop': {
      const { each, condition, isAfter, step, body, otherwise } = statement;
      const head = each
        ? `for ${printTarget(each.target)} ${each.over === 'keys' ? 'in keys of' : 'in'} ${printExpression(each.iterable)}`
        : `${isAfter ? 'do ' : ''}while${condition ? ` ${printExpression(condition)}` : ''}`;
      const end = step ? `; ${printExpression(step)}` : '';
      const last = otherwise.length === 0 ? [] : ['else', ...indented(otherwise)];
      return [`${head}${end}`, ...indented(body), ...last];
    }
    case 'try': {
      const handlers = statement.handlers.flatMap(({ type, target, body }) => [
        `except${type ? ` ${printExpression(type)}` : ''}${target ? ` as ${printTarget(target)}` : ''}`,
        ...indented(body),
      ]);
      const otherwise = statement.otherwise.length === 0 ? [] : ['else', ...indented(statement.otherwise)];
      const last = statement.finally.length === 0 ? [] : ['finally', ...indented(statement.finally)];
      return ['try', ...indented(statement.body), ...handlers, ...otherwise, ...last];
    }
    case 'import': {
      const names = statement.names.map(
        ({ name, as }) => `${name ?? 'module'}${as === undefined ? '' : ` as ${as}`}`,
      );
      return [`import ${statement.module}${names.length === 0 ? '' : `: ${names.join(', ')}`}`];
    }
    case 'export': {
      const names = statement.names.map(
        ({ name, value, from }) =>
          `${name}${value ? ` = ${printExpression(value)}` : ''}${from === undefined ? '' : ` from ${from}`}`,
      );
      return [`export ${names.join(', ')}${statement.module === undefined ? '' : ` of ${statement.module}`}`];
    }
  }
}

function indented(statements: readonly Statement[]): readonly string[] {
  return statements.flatMap(linesOf).map((line) => `  ${line}`);
}

/** `async generator method f(self; a, *b, c=1)`. The receiver comes before the semicolon. */
function functionHead(code: FunctionCode): string {
  const words = [
    code.isAsync && 'async',
    code.isGenerator && 'generator',
    code.role ?? 'function',
    code.name,
  ];
  const receiver = code.receiver === undefined ? '' : `${code.receiver}; `;
  const start = words.filter((word) => word !== false && word !== '').join(' ');
  return `${start}(${receiver}${code.parameters.map(parameter).join(', ')})`;
}

function parameter({ target, default: value, rest, isKeywordOnly, annotation }: Parameter): string {
  const start = { items: '*', entries: '**', none: isKeywordOnly ? 'only ' : '' }[rest ?? 'none'];
  const type = annotation === undefined ? '' : `: ${annotation}`;
  return `${start}${printTarget(target)}${type}${value ? ` = ${printExpression(value)}` : ''}`;
}

function functionLines(code: FunctionCode): readonly string[] {
  return [
    ...code.decorators.map((decorator) => `@${printExpression(decorator)}`),
    functionHead(code),
    ...(code.globals.size === 0 ? [] : [`  globals ${[...code.globals].join(' ')}`]),
    ...indented(code.body),
  ];
}

function classLines(code: ClassCode): readonly string[] {
  const given = [...code.bases.map(printExpression), ...(code.keywords ?? []).map(argument)];
  const bases = given.length === 0 ? '' : `(${given.join(', ')})`;
  const members = [
    ...(code.globals ? [`globals ${[...code.globals].join(' ')}`] : []),
    ...code.fields.map(({ name, value }) => `field ${name}${value ? ` = ${printExpression(value)}` : ''}`),
    ...code.statics.flatMap(linesOf).map((line) => `static ${line}`),
    ...code.methods.flatMap(functionLines),
  ];
  return [
    ...code.decorators.map((decorator) => `@${printExpression(decorator)}`),
    `${code.isRecord ? 'record' : 'class'} ${code.name}${bases}`,
    ...members.map((line) => `  ${line}`),
  ];
}
