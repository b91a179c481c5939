import type { Language } from '../idioms/idioms.ts';

/** Writes the same statements in Python and in JavaScript. */
export class Writer {
  readonly #isPython: boolean;
  readonly #lines: string[] = [];
  #depth = 0;

  constructor(language: Language) {
    this.#isPython = language === 'python';
  }

  get code(): string {
    return `${this.#lines.join('\n')}\n`;
  }

  line(python: string, javascript = `${python};`): void {
    this.#lines.push('    '.repeat(this.#depth) + (this.#isPython ? python : javascript));
  }

  /** A statement with a body. */
  block(python: string, javascript: string, body: () => void): void {
    this.line(`${python}:`, `${javascript} {`);
    this.#depth++;
    body();
    this.#depth--;
    if (!this.#isPython) this.line('', '}');
  }

  define(name: string, parameters: readonly string[], body: () => void): void {
    const list = ['conv', ...parameters].join(', ');
    const exported = name.startsWith('_') ? '' : 'export ';
    this.block(`def ${name}(${list})`, `${exported}async function ${name}(${list})`, body);
    this.line('', '');
  }

  assign(name: string, value: string): void {
    this.line(`${name} = ${value}`, `${name} = ${value};`);
  }

  declare(name: string, value: string): void {
    this.line(`${name} = ${value}`, `let ${name} = ${value};`);
  }

  loop(target: string, list: string, body: () => void): void {
    const javascript = target.includes(',') ? `[${target}]` : target;
    this.block(`for ${target} in ${list}`, `for (const ${javascript} of ${list})`, body);
  }

  when(condition: string, yes: () => void, no?: () => void): void {
    this.block(`if ${condition}`, `if (${condition})`, yes);
    if (no) this.block('else', 'else', no);
  }

  /** One body for each of the cases, and `rest` for all others. */
  match(subject: string, cases: readonly (readonly string[])[], body: () => void, rest: () => void): void {
    this.block(`match ${subject}`, `switch (${subject})`, () => {
      for (const values of cases) {
        const labels = values.map((value) => `case "${value}":`).join(' ');
        const pattern = values.map((value) => `"${value}"`).join(' | ');
        this.#branch(`case ${pattern}`, labels, body);
      }
      this.#branch('case _', 'default:', rest);
    });
  }

  #branch(python: string, javascript: string, body: () => void): void {
    this.block(python, javascript, () => {
      body();
      if (!this.#isPython) this.line('', 'break;');
    });
  }

  call(name: string, given: readonly string[]): void {
    const call = `${name}(${['conv', ...given].join(', ')})`;
    this.line(call, `await ${call};`);
  }

  read(name: string): void {
    this.line(`conv.utils.get_secret(${name})`, `await conv.utils.getSecret(${name});`);
  }

  leave(isInLoop: boolean): void {
    this.line(isInLoop ? 'continue' : 'return');
  }

  /** A text with an expression in it. */
  text(before: string, ...inside: readonly string[]): string {
    return this.#isPython
      ? `f"${before}${inside.map((one) => `_{${one}}`).join('')}"`
      : `\`${before}${inside.map((one) => `_\${${one}}`).join('')}\``;
  }

  equals(left: string, right: string): string {
    return `${left} ${this.#isPython ? '==' : '==='} "${right}"`;
  }

  differs(left: string, right: string): string {
    return `${left} ${this.#isPython ? '!=' : '!=='} "${right}"`;
  }

  among(left: string, values: readonly string[]): string {
    const list = values.map((value) => `"${value}"`).join(', ');
    return this.#isPython ? `${left} in (${list},)` : `[${list}].includes(${left})`;
  }

  either(left: string, right: string): string {
    return `${left} ${this.#isPython ? 'or' : '||'} ${right}`;
  }

  both(left: string, right: string): string {
    return `${left} ${this.#isPython ? 'and' : '&&'} ${right}`;
  }

  not(condition: string): string {
    return this.#isPython ? `not (${condition})` : `!(${condition})`;
  }

  choice(condition: string, yes: string, no: string): string {
    return this.#isPython ? `(${yes} if ${condition} else ${no})` : `(${condition} ? ${yes} : ${no})`;
  }

  starts(subject: string, prefix: string): string {
    return `${subject}.${this.#isPython ? 'startswith' : 'startsWith'}("${prefix}")`;
  }

  pairs(pairs: readonly (readonly [string, string])[]): string {
    const [open, close] = this.#isPython ? ['(', ')'] : ['[', ']'];
    return `[${pairs.map(([left, right]) => `${open}"${left}", "${right}"${close}`).join(', ')}]`;
  }

  table(entries: readonly (readonly [string, string])[]): string {
    return `{ ${entries.map(([key, value]) => `"${key}": "${value}"`).join(', ')} }`;
  }

  items(table: string): string {
    return this.#isPython ? `${table}.items()` : `Object.entries(${table})`;
  }
}
