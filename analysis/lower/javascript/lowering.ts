import type { Expression, NameExpression, Operator, Statement } from '../../ir/ir.ts';
import { Names } from './names.ts';
import { type Node, spanOf } from './plain-tree.ts';

export type LowerExpression = (lowering: Lowering, node: Node) => Expression;
export type LowerStatement = (lowering: Lowering, node: Node) => readonly Statement[];

/** How each kind of node is lowered, by its name. */
export interface Tables {
  readonly expressions: ReadonlyMap<string, LowerExpression>;
  readonly statements: ReadonlyMap<string, LowerStatement>;
  /** Lowers consecutive statements, of which the parser may have split some. */
  readonly sequence: (lowering: Lowering, nodes: readonly Node[]) => readonly Statement[];
}

/** Deeper code is cut off, so that neither the lowering nor later steps overflow the stack. */
const maximumDepth = 200;

/** The lowering of one unit. */
export class Lowering {
  readonly text: string;
  readonly names = new Names();
  /** The words of the unit. */
  readonly words = new Set<string>();
  readonly #tables: Tables;
  #depth = 0;
  /** The label of the `switch` that a `break` without label leaves. Undefined for a loop. */
  #switchLabel: string | undefined;

  constructor(text: string, tables: Tables) {
    this.text = text;
    this.#tables = tables;
  }

  textOf({ from, to }: Node): string {
    return this.text.slice(from, to);
  }

  isExpression = (node: Node): boolean => this.#tables.expressions.has(node.name);

  isStatement = (node: Node): boolean => this.#tables.statements.has(node.name);

  /** A missing expression of a broken `owner` is unknown. */
  expression(node: Node | undefined, owner: Node): Expression {
    if (node === undefined) return unknown(owner);
    const lower = this.#tables.expressions.get(node.name);
    if (lower === undefined) return unknown(node);
    if (this.#depth >= maximumDepth) return operation('too deep', node, []);
    this.#depth++;
    const result = lower(this, node);
    this.#depth--;
    return result;
  }

  statement(node: Node | undefined): readonly Statement[] {
    if (node === undefined) return [];
    const lower = this.#tables.statements.get(node.name);
    if (lower === undefined) return [];
    if (this.#depth >= maximumDepth) return [evaluated(operation('too deep', node, []))];
    this.#depth++;
    const result = lower(this, node);
    this.#depth--;
    return result;
  }

  /** Undefined if the code is nested too deeply. */
  nested<Result>(lower: () => Result): Result | undefined {
    if (this.#depth >= maximumDepth) return undefined;
    this.#depth++;
    const result = lower();
    this.#depth--;
    return result;
  }

  statements(nodes: readonly Node[]): readonly Statement[] {
    return this.#tables.sequence(this, nodes);
  }

  /** The statements of a block, or a single statement, with variables of their own. */
  block(node: Node | undefined): readonly Statement[] {
    if (node === undefined) return [];
    return this.names.inBlock(() =>
      node.name === 'Block' ? this.statements(node.children) : this.statement(node),
    );
  }

  get switchLabel(): string | undefined {
    return this.#switchLabel;
  }

  /** Lowers the body of a function or a loop (without a label) or of a `switch`. */
  breakable<Result>(switchLabel: string | undefined, lower: () => Result): Result {
    const outer = this.#switchLabel;
    this.#switchLabel = switchLabel;
    const result = lower();
    this.#switchLabel = outer;
    return result;
  }

  use(node: Node): NameExpression {
    return this.names.use(this.textOf(node), spanOf(node));
  }
}

export function unknown(node: Node, operands: readonly Expression[] = []): Expression {
  return operation('unknown', node, operands);
}

export function operation(operator: Operator, node: Node, operands: readonly Expression[]): Expression {
  return { kind: 'operation', operator, operands, at: spanOf(node) };
}

export function evaluated(value: Expression): Statement {
  return { kind: 'evaluate', value, at: value.at };
}

export function literal(value: string | number | boolean | null | undefined, node: Node): Expression {
  return { kind: 'literal', value, at: spanOf(node) };
}
