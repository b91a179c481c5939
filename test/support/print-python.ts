import type {
  Argument,
  ClassCode,
  Expression,
  FunctionCode,
  OperationExpression,
  Parameter,
  Statement,
  Target,
  TryStatement,
} from '../../analysis/ir/ir.ts';

/**
 * Prints lowered Python as a program that behaves the same. Takes what the lowering leaves out from `source`, the
 * unit's text: comparison operators, arithmetic operators and unknown expressions.
 */
export function printPython(statements: readonly Statement[], source: string): string {
  return new Printer(source)
    .block(statements)
    .map((line) => `${line}\n`)
    .join('');
}

class Printer {
  readonly #source: string;

  constructor(source: string) {
    this.#source = source;
  }

  block(statements: readonly Statement[]): readonly string[] {
    return statements.flatMap((statement) => this.#statement(statement));
  }

  #indented(statements: readonly Statement[]): readonly string[] {
    const lines = this.block(statements);
    return (lines.length === 0 ? ['pass'] : lines).map((line) => `    ${line}`);
  }

  #statement(statement: Statement): readonly string[] {
    switch (statement.kind) {
      case 'assign':
        return this.#assign(statement);
      case 'evaluate':
        return [this.#expression(statement.value)];
      case 'branch': {
        const { condition, then, otherwise } = statement;
        const last = otherwise.length === 0 ? [] : ['else:', ...this.#indented(otherwise)];
        return [`if ${this.#expression(condition)}:`, ...this.#indented(then), ...last];
      }
      case 'loop':
        return this.#loop(statement);
      case 'try':
        return this.#try(statement);
      case 'return':
        return [`return ${statement.value ? this.#expression(statement.value) : ''}`];
      case 'raise': {
        const { value, cause } = statement;
        return [
          `raise ${value ? this.#expression(value) : ''}${cause ? ` from ${this.#expression(cause)}` : ''}`,
        ];
      }
      case 'break':
      case 'continue':
        return [statement.kind];
      case 'delete':
        return [`del ${this.#target(statement.target)}`];
      case 'import':
        return this.#import(statement);
      case 'block':
        return this.#with(statement.body);
      case 'export':
        throw new Error('Python exports nothing.');
    }
  }

  #assign({ targets, value, update, at }: Extract<Statement, { kind: 'assign' }>): readonly string[] {
    const [target] = targets;
    if (target?.kind === 'name' && value.kind === 'class') return this.#class(value.code);
    if (target?.kind === 'name' && value.kind === 'function' && value.code.name !== '') {
      return this.#function(value.code);
    }
    if (target !== undefined && update !== undefined) {
      const sign = /[^\s=\w)\]]+=/.exec(this.#source.slice(target.at.end, value.at.start))?.[0] ?? '+=';
      return [`${this.#target(target)} ${sign} ${this.#expression(value)}`];
    }
    if (at.end < at.start) throw new Error('The statement ends before its start.');
    return [`${targets.map((one) => this.#target(one)).join(' = ')} = ${this.#expression(value)}`];
  }

  #loop({ each, condition, body, otherwise }: Extract<Statement, { kind: 'loop' }>): readonly string[] {
    const test = condition ? this.#expression(condition) : 'True';
    const head = each ? this.#each(each.target, each.iterable) : `while ${test}`;
    const last = otherwise.length === 0 ? [] : ['else:', ...this.#indented(otherwise)];
    return [`${head}:`, ...this.#indented(body), ...last];
  }

  #each(target: Target, iterable: Expression): string {
    const isAsync = iterable.kind === 'operation' && iterable.operator === 'await';
    const value = isAsync ? iterable.operands[0] : iterable;
    return `${isAsync ? 'async ' : ''}for ${this.#target(target)} in ${value ? this.#expression(value) : '()'}`;
  }

  #try(statement: TryStatement): readonly string[] {
    const handlers = statement.handlers.flatMap(({ type, target, body }) => [
      `except${type ? ` ${this.#expression(type)}` : ''}${target ? ` as ${this.#target(target)}` : ''}:`,
      ...this.#indented(body),
    ]);
    const otherwise =
      statement.otherwise.length === 0 ? [] : ['else:', ...this.#indented(statement.otherwise)];
    const isNeeded = statement.finally.length > 0 || handlers.length === 0;
    const last = isNeeded ? ['finally:', ...this.#indented(statement.finally)] : [];
    return ['try:', ...this.#indented(statement.body), ...handlers, ...otherwise, ...last];
  }

  #import({ module, names }: Extract<Statement, { kind: 'import' }>): readonly string[] {
    const [first] = names;
    if (first === undefined) return [`import ${module}`];
    if (first.name === undefined) {
      return [`import ${module}${first.as === module ? '' : ` as ${String(first.as)}`}`];
    }
    const list = names.map(({ name, as }) => `${String(name)}${as === undefined ? '' : ` as ${as}`}`);
    return [`from ${module} import ${list.join(', ')}`];
  }

  /** Prints `with` for a block that first keeps a value and enters it, and finally leaves it. */
  #with(body: readonly Statement[]): readonly string[] {
    const [kept, first, ...others] = body;
    const held = kept?.kind === 'assign' ? kept.targets[0] : undefined;
    if (kept?.kind !== 'assign' || held?.kind !== 'name' || !held.name.startsWith('with#'))
      return this.block(body);
    const value = first?.kind === 'assign' || first?.kind === 'evaluate' ? first.value : undefined;
    const isAsync = value?.kind === 'operation' && value.operator === 'await';
    const target =
      first?.kind === 'assign' && first.targets[0] ? ` as ${this.#target(first.targets[0])}` : '';
    const lines = this.#with(others.slice(0, -1)).map((line) => `    ${line}`);
    const head = `${isAsync ? 'async ' : ''}with ${this.#expression(kept.value)}${target}:`;
    return [head, ...(lines.length === 0 ? ['    pass'] : lines)];
  }

  #function(code: FunctionCode): readonly string[] {
    const { name, body, isAsync, globals } = code;
    const outer = [...boundNames(body)].filter((one) => !code.locals.has(one) && !globals.has(one));
    const declarations = [
      ...(globals.size === 0 ? [] : [`    global ${[...globals].join(', ')}`]),
      ...(outer.length === 0 ? [] : [`    nonlocal ${outer.map(pythonName).join(', ')}`]),
    ];
    return [
      ...roleDecorators(code),
      ...code.decorators.map((decorator) => `@${this.#expression(decorator)}`),
      `${isAsync ? 'async ' : ''}def ${name}(${this.#parameters(code)}):`,
      ...declarations,
      ...this.#indented(body),
    ];
  }

  #parameters({ receiver, parameters }: FunctionCode): string {
    const written = parameters.map((parameter) => this.#parameter(parameter));
    const firstOnly = parameters.findIndex(({ isKeywordOnly }) => isKeywordOnly);
    const hasStar = parameters.some(({ rest }) => rest === 'items');
    if (firstOnly !== -1 && !hasStar) written.splice(firstOnly, 0, '*');
    return [...(receiver === undefined ? [] : [receiver]), ...written].join(', ');
  }

  #parameter({ target, default: value, rest }: Parameter): string {
    const star = { items: '*', entries: '**', none: '' }[rest ?? 'none'];
    return `${star}${this.#target(target)}${value ? `=${this.#expression(value)}` : ''}`;
  }

  #class(code: ClassCode): readonly string[] {
    const fields = new Map(code.fields.map((field) => [field.name, field]));
    const members = [
      ...code.statics.map((statement) => ({ at: statement.at, lines: this.#static(statement, fields) })),
      ...code.methods.map((method) => ({ at: method.at, lines: this.#function(method) })),
    ];
    const lines = members
      .toSorted((left, right) => left.at.start - right.at.start)
      .flatMap((one) => one.lines);
    const bases = code.bases.map((base) => this.#expression(base));
    const keywords = (code.keywords ?? []).map((one) => this.#argument(one));
    const globals = code.globals ? `global ${[...code.globals].join(', ')}` : 'pass';
    const declared = code.fields.flatMap(({ name, value }) => (value ? [] : [`${name}: object`]));
    return [
      ...code.decorators.map((decorator) => `@${this.#expression(decorator)}`),
      `class ${code.name}(${[...bases, ...keywords].join(', ')}):`,
      ...[globals, ...declared, ...lines].map((line) => `    ${line}`),
    ];
  }

  #static(statement: Statement, fields: ReadonlyMap<string, unknown>): readonly string[] {
    const target = statement.kind === 'assign' ? statement.targets[0] : undefined;
    const isField = target?.kind === 'name' && fields.has(target.name);
    if (statement.kind !== 'assign' || !isField) return this.#statement(statement);
    return [`${target.name}: object = ${this.#expression(statement.value)}`];
  }

  #target(target: Target): string {
    switch (target.kind) {
      case 'sequence-target': {
        const items = target.items.map((item) =>
          item ? `${item.isRest ? '*' : ''}${this.#target(item.target)}, ` : '',
        );
        return `(${items.join('')})`;
      }
      case 'object-target':
        throw new Error('Python has no such targets.');
      case 'name':
      case 'member':
      case 'index':
        return this.#expression(target);
    }
  }

  #expression(expression: Expression): string {
    switch (expression.kind) {
      case 'literal': {
        const isBytes = /^[rR]?[bB][rR]?["']/.test(
          this.#source.slice(expression.at.start, expression.at.end),
        );
        return isBytes ? bytes(String(expression.value)) : literal(expression.value);
      }
      case 'name':
        return pythonName(expression.name);
      case 'member':
        return `${this.#expression(expression.object)}.${expression.name}`;
      case 'index':
        return `${this.#expression(expression.object)}[${this.#expression(expression.index)}]`;
      case 'slice': {
        const { object, from, to, step } = expression;
        const bounds = [from, to, step].map((part) => (part ? this.#expression(part) : ''));
        return `${this.#expression(object)}[${bounds.join(':')}]`;
      }
      case 'call':
        return `${this.#expression(expression.callee)}(${expression.arguments.map((one) => this.#argument(one)).join(', ')})`;
      case 'operation':
        return this.#operation(expression);
      case 'choice': {
        const { condition, then, otherwise } = expression;
        return `(${this.#expression(then)} if ${this.#expression(condition)} else ${this.#expression(otherwise)})`;
      }
      case 'assignment':
        return `(${this.#target(expression.target)} := ${this.#expression(expression.value)})`;
      case 'collection':
      case 'dictionary':
      case 'comprehension':
      case 'function':
      case 'class':
        return this.#compound(expression);
    }
  }

  #compound(
    expression: Extract<
      Expression,
      { kind: 'collection' | 'dictionary' | 'comprehension' | 'function' | 'class' }
    >,
  ): string {
    switch (expression.kind) {
      case 'collection': {
        const [start, end] = { list: ['[', ']'], tuple: ['(', ')'], set: ['{', '}'] }[expression.type];
        const items = expression.items.map(
          ({ value, isSpread }) => `${isSpread ? '*' : ''}${this.#expression(value)}, `,
        );
        return `${String(start)}${items.join('')}${String(end)}`;
      }
      case 'dictionary': {
        const entries = expression.entries.map(({ key, value }) =>
          key ? `${this.#expression(key)}: ${this.#expression(value)}` : `**${this.#expression(value)}`,
        );
        return `{${entries.join(', ')}}`;
      }
      case 'comprehension': {
        const { type, key, element, loops } = expression;
        const [start, end] = { list: '[]', set: '{}', dictionary: '{}', generator: '()' }[type];
        const clauses = loops.map(
          ({ target, iterable, conditions }) =>
            ` ${this.#each(target, iterable)}` +
            conditions.map((condition) => ` if ${this.#expression(condition)}`).join(''),
        );
        const entry = key ? `${this.#expression(key)}: ` : '';
        return `${String(start)}${entry}${this.#expression(element)}${clauses.join('')}${String(end)}`;
      }
      case 'function': {
        const [only] = expression.code.body;
        const value = only?.kind === 'return' && only.value ? this.#expression(only.value) : 'None';
        return `(lambda ${this.#parameters(expression.code)}: ${value})`;
      }
      case 'class':
        throw new Error('A class is always assigned.');
    }
  }

  #argument({ value, spread, name }: Argument): string {
    const star = { items: '*', entries: '**', none: '' }[spread ?? 'none'];
    return `${star}${name === undefined ? '' : `${name}=`}${this.#expression(value)}`;
  }

  #operation({ operator, operands, formats, at }: OperationExpression): string {
    const values = operands.map((operand) => this.#expression(operand));
    const [first = ''] = values;
    switch (operator) {
      case 'text': {
        const parts = values.map((value, index) => formatted(value, formats?.get(index), operands[index]));
        return `"".join([${parts.join(', ')}])`;
      }
      case 'and':
      case 'or':
      case 'in':
      case 'not in':
        return `(${values.join(` ${operator} `)})`;
      case 'not':
      case 'await':
      case 'yield':
      case 'yield from':
        return `(${operator} ${first})`;
      case 'add':
        return `(${values.join(' + ')})`;
      case 'subtract':
        return `(${values.join(' - ')})`;
      case 'modulo':
        return `(${values.join(' % ')})`;
      case 'union':
        return `(${values.join(' | ')})`;
      case 'instance':
        return `isinstance(${values.join(', ')})`;
      case 'sequence':
        return `(${values.join(', ')},)[-1]`;
      case 'super':
        return 'super()';
      case 'equal':
      case 'unequal':
      case 'less':
      case 'greater':
      case 'at most':
      case 'at least':
      case 'arithmetic':
        return this.#written(operator, operands, values, at.start);
      case 'too deep':
      case 'unknown':
        return this.#source.slice(at.start, at.end);
      case 'coalesce':
      case 'enter':
      case 'exit':
      case 'truth':
      case 'void':
      case 'delete':
        throw new Error(`Python has no operation ${operator} here.`);
    }
  }

  #written(
    operator: string,
    operands: readonly Expression[],
    values: readonly string[],
    start: number,
  ): string {
    const [left, right] = operands;
    if (left === undefined) throw new Error('The operation has no operands.');
    if (right === undefined) return `(${this.#source.charAt(start)}${values.join('')})`;
    const between = this.#source.slice(left.at.end, right.at.start).replaceAll(/#.*|[()\\\s]+/g, ' ');
    const isWritten = /^ *(?:[-+*/%@&|^<>=!]+|is|is +not) *$/.test(between);
    const sign = isWritten ? between.trim() : operator === 'unequal' ? '!=' : '==';
    return `(${values.join(` ${sign} `)})`;
  }
}

function literal(value: unknown): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return typeof value === 'number' && value < 0 ? `(${JSON.stringify(value)})` : JSON.stringify(value);
}

function bytes(value: string): string {
  const escaped = value.replaceAll(/[^ !#-[\]-~]/g, (one) => {
    return `\\x${(one.codePointAt(0) ?? 0).toString(16).padStart(2, '0')}`;
  });
  return `b"${escaped}"`;
}

/** `key#2` cannot be written in Python. */
function pythonName(name: string): string {
  return name.replace('#', '__');
}

function formatted(value: string, format: string | undefined, operand: Expression | undefined): string {
  if (format === undefined) return operand?.kind === 'literal' ? value : `format(${value}, "")`;
  const [, conversion, spec = ''] = /^(?:!(\w))?:?([^]*)$/.exec(format) ?? [];
  const functions: Readonly<Record<string, string>> = { r: 'repr', s: 'str', a: 'ascii' };
  const converted = conversion === undefined ? value : `${functions[conversion] ?? ''}(${value})`;
  return `format(${converted}, f'''${spec}''')`;
}

const implicit = new Set(['__new__', '__init_subclass__', '__class_getitem__']);

function roleDecorators({ role, name }: FunctionCode): readonly string[] {
  if (role === undefined) return [];
  switch (role) {
    case 'getter':
      return ['@property'];
    case 'setter':
      return [`@${name}.setter`];
    case 'static':
      return ['@staticmethod'];
    case 'class getter':
    case 'class setter':
      return ['@classmethod', '@property'];
    case 'class':
      return implicit.has(name) ? [] : ['@classmethod'];
    case 'constructor':
    case 'method':
      return [];
  }
}

/** The names that statements bind, except in nested functions and classes. */
function boundNames(part: unknown, names = new Set<string>()): ReadonlySet<string> {
  const fields: ReadonlyMap<string, unknown> = new Map(
    typeof part === 'object' && part !== null ? Object.entries(part) : [],
  );
  const kind = fields.get('kind');
  if (kind === 'function' || kind === 'class') return names;
  for (const [name, field] of fields) {
    if (name === 'target' || name === 'targets') noteNames(field, names);
    boundNames(field, names);
  }
  return names;
}

/** A target can be one name, or a list of targets. */
function noteNames(target: unknown, names: Set<string>): void {
  if (typeof target !== 'object' || target === null) return;
  if (Array.isArray(target)) for (const one of target) noteNames(one, names);
  else if ('kind' in target && target.kind === 'name' && 'name' in target) names.add(String(target.name));
  else if ('items' in target) noteNames(target.items, names);
  else if ('target' in target) noteNames(target.target, names);
}
