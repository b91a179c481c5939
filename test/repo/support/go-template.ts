import { dump } from 'js-yaml';

/**
 * Renders the subset of Go's templates that our chart uses, with the functions of Helm that it needs;
 * anything else is refused. No Helm runs where tests run, so `go-template.test.ts` compares this with what
 * the real engine's output for the same templates.
 */
export class GoTemplates {
  readonly #defined = new Map<string, readonly Node[]>();

  /** Parses a file; `render` refers to it by its name. */
  add(name: string, text: string): void {
    const tokens = tokenize(text);
    const nodes = this.#parse(tokens, []);
    if (tokens.length > 0) throw new Error(`${name}: an end too many`);
    this.#defined.set(name, nodes);
  }

  /** @throws Error what the template fails with */
  render(name: string, data: unknown): string {
    const nodes = this.#defined.get(name);
    if (!nodes) throw new Error(`No template is called ${name}`);
    return this.#write(nodes, { dot: data, root: data });
  }

  #parse(tokens: Token[], ends: readonly string[]): readonly Node[] {
    const nodes: Node[] = [];
    for (let token = tokens[0]; token; token = tokens[0]) {
      if (token.text !== undefined) {
        nodes.push({ kind: 'text', text: token.text });
        tokens.shift();
        continue;
      }
      const [word = ''] = token.code.split(/\s/, 1);
      if (ends.includes(word)) return nodes;
      tokens.shift();
      const rest = token.code.slice(word.length).trim();
      if (word === 'define') {
        this.#defined.set(stringIn(rest), this.#parse(tokens, ['end']));
        tokens.shift();
      } else if (word === 'if' || word === 'with' || word === 'range') {
        nodes.push(this.#parseBlock(word, rest, tokens));
      } else if (!token.code.startsWith('/*')) {
        nodes.push({ kind: 'value', pipeline: parsePipeline(token.code) });
      }
    }
    if (ends.length > 0) throw new Error(`A block has no ${ends.join(' or ')}`);
    return nodes;
  }

  #parseBlock(kind: 'if' | 'with' | 'range', condition: string, tokens: Token[]): Node {
    const body = this.#parse(tokens, ['else', 'end']);
    const code = tokens.shift()?.code ?? '';
    const pipeline = parsePipeline(condition);
    if (code === 'end') return { kind, pipeline, body, otherwise: [] };
    const further = /^else\s+if\s+(.*)$/s.exec(code)?.[1];
    if (further !== undefined)
      return { kind, pipeline, body, otherwise: [this.#parseBlock('if', further, tokens)] };
    const otherwise = this.#parse(tokens, ['end']);
    tokens.shift();
    return { kind, pipeline, body, otherwise };
  }

  #write(nodes: readonly Node[], scope: Scope): string {
    return nodes.map((node) => this.#writeNode(node, scope)).join('');
  }

  #writeNode(node: Node, scope: Scope): string {
    if (node.kind === 'text') return node.text;
    const value = this.#evaluate(node.pipeline, scope);
    if (node.kind === 'value') return textOf(value);
    if (!isTrue(value)) return this.#write(node.otherwise, scope);
    if (node.kind === 'if') return this.#write(node.body, scope);
    if (node.kind === 'with') return this.#write(node.body, { ...scope, dot: value });
    if (!Array.isArray(value)) throw new Error('Only lists are ranged over');
    return value.map((dot: unknown) => this.#write(node.body, { ...scope, dot })).join('');
  }

  #evaluate(pipeline: Pipeline, scope: Scope): unknown {
    let piped: readonly unknown[] = [];
    for (const command of pipeline) piped = [this.#run(command, piped, scope)];
    return piped[0];
  }

  #run([first, ...rest]: Command, piped: readonly unknown[], scope: Scope): unknown {
    if (!first) throw new Error('An empty command');
    if (first.kind !== 'function') return this.#operand(first, scope);
    const operands = [...rest.map((one) => this.#operand(one, scope)), ...piped];
    if (first.name === 'include') return this.render(textOf(operands[0]), operands[1]);
    const work = functions[first.name];
    if (!work) throw new Error(`The function ${first.name} is not known here`);
    return work(...operands);
  }

  #operand(operand: Operand, scope: Scope): unknown {
    if (operand.kind === 'literal') return operand.value;
    if (operand.kind === 'pipeline') return this.#evaluate(operand.pipeline, scope);
    if (operand.kind === 'function') return this.#run([operand], [], scope);
    let value = operand.isRoot ? scope.root : scope.dot;
    for (const name of operand.path) value = fieldOf(value, name);
    return value;
  }
}

interface Scope {
  readonly dot: unknown;
  readonly root: unknown;
}

type Token =
  { readonly text: string; readonly code: '' } | { readonly text: undefined; readonly code: string };

type Node =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'value'; readonly pipeline: Pipeline }
  | {
      readonly kind: 'if' | 'with' | 'range';
      readonly pipeline: Pipeline;
      readonly body: readonly Node[];
      readonly otherwise: readonly Node[];
    };

type Pipeline = readonly Command[];
type Command = readonly Operand[];
type Operand =
  | { readonly kind: 'literal'; readonly value: unknown }
  | { readonly kind: 'field'; readonly isRoot: boolean; readonly path: readonly string[] }
  | { readonly kind: 'function'; readonly name: string }
  | { readonly kind: 'pipeline'; readonly pipeline: Pipeline };

const functions: Readonly<Record<string, (...operands: readonly unknown[]) => unknown>> = {
  and: (...all) => all.find((one) => !isTrue(one)) ?? all.at(-1),
  or: (...all) => all.find(isTrue) ?? all.at(-1),
  not: (one) => !isTrue(one),
  eq: (one, other) => one === other,
  gt: (one, other) => Number(one) > Number(other),
  int: (one) => Math.trunc(Number(one)),
  index: (list, at) => fieldOf(list, textOf(at)),
  default: (other, one) => (isTrue(one) ? one : other),
  quote: (one) => (one === undefined ? '' : JSON.stringify(textOf(one))),
  printf: (format, ...all) => textOf(format).replaceAll('%s', () => textOf(all.shift())),
  trunc: (length, one) => textOf(one).slice(0, Number(length)),
  trimSuffix: (end, one) => {
    const text = textOf(one);
    return text.endsWith(textOf(end)) ? text.slice(0, text.length - textOf(end).length) : text;
  },
  nindent: (count, one) =>
    `\n${textOf(one)
      .split('\n')
      .map((line) => ' '.repeat(Number(count)) + line)
      .join('\n')}`,
  toYaml: (one) => dump(one, { sortKeys: true, lineWidth: -1 }).trimEnd(),
  required: (sentence, one) => {
    if (one === undefined || one === '') throw new Error(textOf(sentence));
    return one;
  },
  fail: (sentence) => {
    throw new Error(textOf(sentence));
  },
};

function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let end = 0;
  let trimsNext = false;
  const addText = (piece: string, trimsEnd: boolean): void => {
    const begun = trimsNext ? piece.trimStart() : piece;
    const kept = trimsEnd ? begun.trimEnd() : begun;
    if (kept !== '') tokens.push({ text: kept, code: '' });
  };
  for (const match of text.matchAll(/\{\{(- )?(.*?)( -)?\}\}/gs)) {
    addText(text.slice(end, match.index), match[1] !== undefined);
    tokens.push({ text: undefined, code: (match[2] ?? '').trim() });
    trimsNext = match[3] !== undefined;
    end = match.index + match[0].length;
  }
  addText(text.slice(end), false);
  return tokens;
}

function parsePipeline(code: string): Pipeline {
  const words = code.match(/"(?:[^"\\]|\\.)*"|[()|]|[^\s()|"]+/g) ?? [];
  const pipeline = parseWords(words);
  if (words.length > 0) throw new Error(`Cannot be read: ${code}`);
  return pipeline;
}

/** Up to the closing parenthesis, or the end. */
function parseWords(words: string[]): Pipeline {
  const pipeline: Operand[][] = [[]];
  for (let word = words.shift(); word !== undefined && word !== ')'; word = words.shift()) {
    if (word === '|') pipeline.push([]);
    else if (word === '(') pipeline.at(-1)?.push({ kind: 'pipeline', pipeline: parseWords(words) });
    else pipeline.at(-1)?.push(operandOf(word));
  }
  return pipeline;
}

function operandOf(word: string): Operand {
  if (word.startsWith('"')) return { kind: 'literal', value: stringIn(word) };
  if (/^-?\d+$/.test(word)) return { kind: 'literal', value: Number(word) };
  if (word === 'true' || word === 'false') return { kind: 'literal', value: word === 'true' };
  const [, root = '', path = ''] = /^(\$?)((?:\.\w+)+|\.)?$/.exec(word) ?? [];
  if (root !== '' || path !== '') {
    return { kind: 'field', isRoot: root !== '', path: path.split('.').filter(Boolean) };
  }
  if (/^\w+$/.test(word)) return { kind: 'function', name: word };
  throw new Error(`Cannot be read: ${word}`);
}

function stringIn(word: string): string {
  const value: unknown = JSON.parse(word);
  if (typeof value === 'string') return value;
  throw new Error(`${word} is not a text`);
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

/** By Go's rules: zero, empty and nothing are false. */
function isTrue(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0;
  return Boolean(value);
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new Error('Only texts, numbers and truth values are written');
}
