/**
 * Prints the intermediate language as JavaScript, to run lowered programs. Operators that the language does not
 * distinguish, such as `-` and `*`, are taken from the source.
 */
import type {
  CallExpression,
  ClassCode,
  Entry,
  Expression,
  FunctionCode,
  Literal,
  LoopStatement,
  OperationExpression,
  Statement,
  Target,
  TargetItem,
  Unit,
} from '../../analysis/ir/ir.ts';

export function javaScriptOf(units: readonly Unit[]): string {
  const printed = units.map(({ code }) => {
    const printer = new Printer(code.text);
    return { binds: code.binds, text: printer.block(code.body), loose: printer.loose };
  });
  const imports = units.flatMap(({ code }) => code.body.filter(({ kind }) => kind === 'import'));
  const imported = new Set(
    imports.flatMap((one) => (one.kind === 'import' ? one.names.map(({ as }) => as) : [])),
  );
  const binds = new Set(printed.flatMap((one) => one.binds).filter((name) => !imported.has(name)));
  const inner = printed.flatMap(({ loose }) => [...loose]);
  const names = [...binds, ...new Set(inner)].map((name) => identifier(name));
  const hoisted = units.filter(({ code }) => code.body.some((one) => one.kind === 'assign' && one.isHoisted));
  const order = [...hoisted, ...units.filter((unit) => !hoisted.includes(unit))];
  const texts = order.map((unit) => printed[units.indexOf(unit)]?.text ?? '');
  return [names.length > 0 ? `let ${names.join(', ')};` : '', ...texts].join('\n');
}

function identifier(name: string): string {
  return name.replace('#', '$$');
}

function bindingNames(target: Target): readonly string[] {
  switch (target.kind) {
    case 'name':
      return [target.name];
    case 'sequence-target':
      return target.items.flatMap((item) => (item ? bindingNames(item.target) : []));
    case 'object-target':
      return target.entries.flatMap((entry) => bindingNames(entry.target));
    case 'member':
    case 'index':
      return [];
  }
}

class Printer {
  /** Names with a suffix that no function declares: variables of blocks at the top level. */
  readonly loose = new Set<string>();
  readonly #text: string;
  #declared: ReadonlySet<string> = new Set();

  constructor(text: string) {
    this.#text = text;
  }

  block(statements: readonly Statement[]): string {
    const isHoisted = (one: Statement): boolean => one.kind === 'assign' && one.isHoisted === true;
    const ordered = [...statements.filter(isHoisted), ...statements.filter((one) => !isHoisted(one))];
    return ordered.map((one) => this.statement(one)).join('\n');
  }

  statement(statement: Statement): string {
    switch (statement.kind) {
      case 'assign': {
        const { targets, value, update } = statement;
        if (update !== undefined) return this.#update(statement);
        return `(${targets.map((target) => `${this.target(target)} = `).join('')}${this.value(value)});`;
      }
      case 'evaluate':
        return `${this.value(statement.value)};`;
      case 'branch':
        return `if (${this.value(statement.condition)}) {\n${this.block(statement.then)}\n} else {\n${this.block(statement.otherwise)}\n}`;
      case 'loop':
        return this.#loop(statement);
      case 'try': {
        const [handler] = statement.handlers;
        const caught = handler?.target ? ' (caught)' : '';
        const bound = handler?.target ? `(${this.target(handler.target)} = caught);\n` : '';
        const rescue = handler ? `catch${caught} {\n${bound}${this.block(handler.body)}\n}` : '';
        const last =
          statement.finally.length > 0 || !handler ? `finally {\n${this.block(statement.finally)}\n}` : '';
        return `try {\n${this.block(statement.body)}\n} ${rescue} ${last}`;
      }
      case 'return':
        return `return ${statement.value ? this.value(statement.value) : ''};`;
      case 'raise':
        return `throw ${statement.value ? this.value(statement.value) : ''};`;
      case 'break':
      case 'continue':
        return `${statement.kind} ${identifier(statement.label ?? '')};`;
      case 'delete':
        return `delete ${this.target(statement.target)};`;
      case 'import':
        return this.#import(statement);
      case 'export':
        return this.#export(statement);
      case 'block':
        return this.#labeled(statement);
    }
  }

  #update(statement: Statement & { readonly kind: 'assign' }): string {
    const [target] = statement.targets;
    if (target === undefined) throw new Error('nothing to update');
    const source = this.#text.slice(statement.at.start, statement.at.end);
    if (/^(?:\+\+|--)|(?:\+\+|--)$/.test(source))
      return `${this.target(target)}${source.includes('++') ? '++' : '--'};`;
    const sign = this.#between(target, statement.value);
    return `${this.target(target)} ${sign}= ${this.value(statement.value)};`;
  }

  #labeled({ label, body }: Statement & { readonly kind: 'block' }): string {
    const last = body.at(-1);
    if (label === undefined) return `{\n${this.block(body)}\n}`;
    if (last?.kind !== 'loop') return `${identifier(label)}: {\n${this.block(body)}\n}`;
    return `{\n${this.block(body.slice(0, -1))}\n${identifier(label)}: ${this.statement(last)}\n}`;
  }

  #loop({ each, condition, isAfter, step, body }: LoopStatement): string {
    const inner = `{\n${this.block(body)}\n}`;
    if (each !== undefined) {
      const { iterable } = each;
      const [inside] =
        iterable.kind === 'operation' && iterable.operator === 'await' ? iterable.operands : [];
      const isAwaited = inside !== undefined && inside.at.start === iterable.at.start;
      const head = `${this.target(each.target)} ${each.over === 'keys' ? 'in' : 'of'}`;
      return `for ${isAwaited ? 'await ' : ''}(${head} ${this.value(isAwaited ? inside : iterable)}) ${inner}`;
    }
    const test = condition ? this.value(condition) : 'true';
    if (isAfter === true) return `do ${inner} while (${test});`;
    return `for (; ${test}; ${step ? this.value(step) : ''}) ${inner}`;
  }

  #import({ module, names }: Statement & { readonly kind: 'import' }): string {
    const source = JSON.stringify(module);
    return names
      .map(({ name, as }) => {
        if (as === undefined) return `import ${source};`;
        return name === undefined
          ? `import * as ${as} from ${source};`
          : `import { ${name} as ${as} } from ${source};`;
      })
      .join('\n');
  }

  #export({ names, module }: Statement & { readonly kind: 'export' }): string {
    const source = module === undefined ? '' : ` from ${JSON.stringify(module)}`;
    return names
      .map(({ name, value, from }) => {
        if (name === '*') return `export *${source};`;
        if (from === '*') return `export * as ${name}${source};`;
        if (from !== undefined) return `export { ${from} as ${name} }${source};`;
        if (value?.kind === 'name') return `export { ${identifier(value.name)} as ${name} };`;
        return `export default ${value ? this.value(value) : 'undefined'};`;
      })
      .join('\n');
  }

  target(target: Target): string {
    switch (target.kind) {
      case 'name':
      case 'member':
      case 'index':
        return this.value(target);
      case 'sequence-target':
        return `[${target.items.map((item) => (item ? this.#item(item) : '')).join(', ')}${target.items.at(-1) ? '' : ','}]`;
      case 'object-target':
        return `{ ${target.entries.map((entry) => (entry.key ? `[${this.value(entry.key)}]: ` : '') + this.#item(entry)).join(', ')} }`;
    }
  }

  #item({ target, isRest, default: otherwise }: TargetItem): string {
    return `${isRest ? '...' : ''}${this.target(target)}${otherwise ? ` = ${this.value(otherwise)}` : ''}`;
  }

  value(expression: Expression): string {
    switch (expression.kind) {
      case 'literal':
        return this.#literal(expression.value, expression.at);
      case 'name':
        return this.#name(expression.name);
      case 'member':
        return `${this.#object(expression.object)}${this.#isOptional(expression.object) ? '?.' : '.'}${expression.name}`;
      case 'index':
        return `${this.#object(expression.object)}${this.#isOptional(expression.object) ? '?.' : ''}[${this.value(expression.index)}]`;
      case 'call':
        return this.#call(expression);
      case 'operation':
        return `(${this.#operation(expression)})`;
      case 'choice':
        return `(${this.value(expression.condition)} ? ${this.value(expression.then)} : ${this.value(expression.otherwise)})`;
      case 'collection':
        return `[${expression.items.map(({ value, isSpread }) => (isSpread ? '...' : '') + this.value(value)).join(', ')}]`;
      case 'dictionary':
        return `({ ${expression.entries.map((entry) => this.#entry(entry)).join(', ')} })`;
      case 'function':
        return `(${this.#function(expression.code)})`;
      case 'class':
        return `(${this.#class(expression.code)})`;
      case 'assignment':
        return `(${this.target(expression.target)} = ${this.value(expression.value)})`;
      case 'slice':
      case 'comprehension':
        throw new Error(`JavaScript has no ${expression.kind}`);
    }
  }

  #literal(value: Literal, { start, end }: Expression['at']): string {
    const source = this.#text.slice(start, end);
    const isPattern = typeof value === 'string' && source.startsWith('/');
    if (isPattern || (typeof value === 'number' && source.endsWith('n'))) return source;
    if (typeof value === 'number')
      return value < 0 || Object.is(value, -0) ? `(${source})` : `(${String(value)})`;
    return value === undefined ? 'undefined' : JSON.stringify(value);
  }

  #name(name: string): string {
    if (name.includes('#') && !this.#declared.has(name)) this.loose.add(name);
    return identifier(name);
  }

  #object(object: Expression): string {
    const isChain = /^(?:name|member|index|call)$/.test(object.kind);
    const isSuper = object.kind === 'operation' && object.operator === 'super';
    if (isSuper) return 'super';
    return isChain && !this.#isNew(object) ? this.value(object) : `(${this.value(object)})`;
  }

  #isOptional({ at }: Expression): boolean {
    return /^[)\s!]*\?\./.test(this.#text.slice(at.end));
  }

  #isNew({ kind, at }: Expression): boolean {
    return kind === 'call' && /^new\b/.test(this.#text.slice(at.start));
  }

  #call(call: CallExpression): string {
    const { callee } = call;
    const values = call.arguments
      .map(({ value, spread }) => (spread ? '...' : '') + this.value(value))
      .join(', ');
    if (this.#isNew(call) && !(callee.at.start === call.at.start))
      return `new (${this.value(callee)})(${values})`;
    return `${this.#object(callee)}${this.#isOptional(callee) ? '?.' : ''}(${values})`;
  }

  #operation(operation: OperationExpression): string {
    const { operator, operands, at } = operation;
    const [first, second] = operands;
    const source = this.#text.slice(at.start, at.end);
    const inner = first ? this.value(first) : '';
    switch (operator) {
      case 'text':
        return ['""', ...operands.map((operand) => `\`\${${this.value(operand)}}\``)].join(' + ');
      case 'and':
        return operands.map((operand) => this.value(operand)).join(' && ');
      case 'or':
        return operands.map((operand) => this.value(operand)).join(' || ');
      case 'coalesce':
        return operands.map((operand) => this.value(operand)).join(' ?? ');
      case 'not':
        return `!${inner}`;
      case 'truth':
        return `!!${inner}`;
      case 'equal':
      case 'unequal':
      case 'less':
      case 'greater':
      case 'at most':
      case 'at least':
      case 'add':
      case 'subtract':
      case 'modulo':
      case 'arithmetic':
        return this.#arithmetic(operation, source);
      case 'in':
        return first?.kind === 'literal' && String(first.value).startsWith('#') && second
          ? `${String(first.value)} in ${this.value(second)}`
          : operands.map((operand) => this.value(operand)).join(' in ');
      case 'instance':
        if (second?.kind === 'literal') return `typeof ${inner} === ${this.value(second)}`;
        return operands.map((operand) => this.value(operand)).join(' instanceof ');
      case 'await':
        return `await ${inner}`;
      case 'yield':
        return `yield ${inner}`;
      case 'yield from':
        return `yield* ${inner}`;
      case 'super':
        return 'super';
      case 'void':
      case 'delete':
        return `${operator} ${inner}`;
      case 'sequence':
        return operands.map((operand) => this.value(operand)).join(', ');
      case 'too deep':
      case 'unknown':
        // The value of `x++` is the one before the step.
        if (/(?:\+\+|--)$/.test(source)) return `(${inner}) ${source.endsWith('++') ? '-' : '+'} 1`;
        return source.startsWith('typeof') ? `typeof ${inner}` : source;
      case 'not in':
      case 'union':
      case 'enter':
      case 'exit':
        throw new Error(`JavaScript has no ${operator}`);
    }
  }

  #arithmetic({ operator, operands, at }: OperationExpression, source: string): string {
    const [first, second] = operands;
    if (first === undefined) return source;
    if (second === undefined) return `${this.#text[at.start] ?? ''} ${this.value(first)}`;
    const isStep = second.kind === 'literal' && second.at.start === at.start;
    if (isStep) return `${this.value(first)} ${source.includes('++') ? '+' : '-'} 1`;
    // The branches of a switch.
    const isCase = operator === 'equal' && source.startsWith('case');
    return operands
      .map((operand, position) => {
        const before = operands[position - 1];
        const sign = before === undefined ? '' : isCase ? '===' : this.#between(before, operand);
        return `${sign} ${this.value(operand)}`;
      })
      .join(' ');
  }

  #between(left: { readonly at: Expression['at'] }, right: { readonly at: Expression['at'] }): string {
    const gap = this.#text.slice(left.at.end, right.at.start).replaceAll(/\/\*.*?\*\//g, '');
    const [sign] = /\*\*|>>>|<<|>>|[<>]=?|[!=]==?|[-+*/%&|^]/.exec(gap) ?? [];
    if (sign === undefined) throw new Error(`no operator in ${gap}`);
    return sign;
  }

  #entry({ key, value }: Entry): string {
    if (key === undefined) return `...${this.value(value)}`;
    const code = value.kind === 'function' ? value.code : undefined;
    if (code?.role === undefined) return `[${this.value(key)}]: ${this.value(value)}`;
    return this.#method(code, `[${this.value(key)}]`);
  }

  #method(code: FunctionCode, name: string): string {
    const isStatic = code.role?.startsWith('class') === true ? 'static ' : '';
    const accessor =
      code.role?.endsWith('getter') === true ? 'get ' : code.role?.endsWith('setter') === true ? 'set ' : '';
    const kind = `${code.isAsync ? 'async ' : ''}${code.isGenerator ? '*' : ''}`;
    return `${isStatic}${kind}${accessor}${name}${this.#signatureAndBody(code)}`;
  }

  #function(code: FunctionCode): string {
    const isAsync = code.isAsync ? 'async ' : '';
    if (code.receiver === undefined) return `${isAsync}${this.#signatureAndBody(code, ' =>')}`;
    return `${isAsync}function${code.isGenerator ? '*' : ''} ${this.#signatureAndBody(code)}`;
  }

  #signatureAndBody(code: FunctionCode, arrow = ''): string {
    const outer = this.#declared;
    this.#declared = new Set([...outer, ...code.locals]);
    const parameters = code.parameters.map(
      ({ target, default: otherwise, rest }) =>
        `${rest ? '...' : ''}${this.target(target)}${otherwise ? ` = ${this.value(otherwise)}` : ''}`,
    );
    const bound = new Set(code.parameters.flatMap(({ target }) => bindingNames(target)));
    const variables = [...code.locals].filter((name) => !bound.has(name)).map((name) => identifier(name));
    const declaration = variables.length > 0 ? `let ${variables.join(', ')};\n` : '';
    const text = `(${parameters.join(', ')})${arrow} {\n${declaration}${this.block(code.body)}\n}`;
    this.#declared = outer;
    return text;
  }

  #class({ name, bases, methods, fields, statics }: ClassCode): string {
    const members = [
      ...fields.map((field) => `${field.name}${field.value ? ` = ${this.value(field.value)}` : ''};`),
      ...methods.map((method) => this.#method(method, method.name)),
      ...statics.map((one) => this.#static(one)),
    ];
    const [base] = bases;
    return `class ${name} ${base ? `extends (${this.value(base)})` : ''} {\n${members.join('\n')}\n}`;
  }

  #static(statement: Statement): string {
    const [target] = statement.kind === 'assign' ? statement.targets : [];
    if (statement.kind === 'assign' && target?.kind === 'name')
      return `static ${target.name} = ${this.value(statement.value)};`;
    return `static {\n${this.statement(statement)}\n}`;
  }
}
