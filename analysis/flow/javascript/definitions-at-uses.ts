import type { SyntaxNode } from '@lezer/common';
import type { Binding } from './binding.ts';
import type { JavaScriptModule } from './module.ts';
import { isFunction, isSameNode } from '../../syntax/javascript/syntax.ts';

/** The assignments that may have run last, or the variable itself for its initial value. */
export type Definitions = ReadonlySet<SyntaxNode>;

/** Undefined in unreachable code. */
type State = Definitions | undefined;

/** A statement that `break`, `continue` or an error can leave. */
interface Around {
  readonly kind: 'loop' | 'switch' | 'label' | 'try';
  readonly label: string | undefined;
  broken: State;
  continued: State;
  thrown: State;
  /** Jumps that run the `finally` block first. */
  readonly jumps: { readonly isBreak: boolean; readonly label: string | undefined; readonly state: State }[];
  readonly hasFinally: boolean;
}

/** The label of a jump that leaves all statements. */
const leavesFunction = '\0return';
const maximumNodes = 20_000;
const maximumDepth = 150;

/** Nodes that occur in expressions that may throw. */
const mayThrow = /[.([{`]|\b(?:await|in|instanceof|new|yield)\b/;
const throwing = /^(?:CallExpression|NewExpression|MemberExpression|AwaitExpression|YieldExpression)$/;

/**
 * Runs the code around a variable symbolically, and returns which assignments each use may see, by the offset of
 * the use. Leaves out functions inside the variable's scope. Undefined if the code is too large.
 */
export function definitionsAtUses(
  module: JavaScriptModule,
  binding: Binding,
  assignments: readonly SyntaxNode[],
): ReadonlyMap<number, Definitions> | undefined {
  const { scope } = binding;
  const body = /^(?:Script|Block)$/.test(scope.name) ? scope : scope.getChild('Block');
  if (body === null) return undefined;
  const walk = new DefinitionWalk(module, binding, assignments);
  walk.node(body, new Set([binding.node]), 0);
  return walk.isTooLarge ? undefined : walk.found;
}

class DefinitionWalk {
  readonly found = new Map<number, Definitions>();
  isTooLarge = false;
  readonly #module: JavaScriptModule;
  readonly #text: string;
  readonly #initial: SyntaxNode;
  /** The offsets of the targets of the assignments. */
  readonly #assignments: ReadonlyMap<number, SyntaxNode>;
  /** The offsets of the variable, sorted. */
  readonly #uses: readonly number[];
  readonly #around: Around[] = [];
  #nodes = 0;

  constructor(module: JavaScriptModule, binding: Binding, assignments: readonly SyntaxNode[]) {
    this.#module = module;
    this.#text = module.text;
    this.#initial = binding.node;
    this.#assignments = new Map(assignments.map((one) => [one.from, one]));
    const uses = module.usesOf(binding).map(({ from }) => from);
    this.#uses = [binding.node.from, ...uses].toSorted((one, other) => one - other);
  }

  /** Returns the state after a statement or an expression. */
  node(node: SyntaxNode, before: State, depth: number): State {
    if (before === undefined || isFunction(node) || /^(?:ClassBody|StaticBlock)$/.test(node.name))
      return before;
    this.isTooLarge ||= ++this.#nodes > maximumNodes || depth > maximumDepth;
    if (this.isTooLarge) return before;
    const isStatement = /(?:Statement|Declaration)$|^(?:Block|Script)$/.test(node.name);
    if (!isStatement && !this.#isUsedIn(node)) {
      if (this.#isInTry && this.#mayThrow(node)) this.#throws(before);
      return before;
    }
    return this.#after(node, before, depth + 1);
  }

  #after(node: SyntaxNode, before: Definitions, depth: number): State {
    switch (node.name) {
      case 'VariableName':
      case 'PropertyDefinition':
        if (this.#isUsedIn(node))
          this.found.set(node.from, new Set([...(this.found.get(node.from) ?? []), ...before]));
        return before;
      case 'VariableDefinition':
        return node.from === this.#initial.from ? new Set([this.#initial]) : before;
      case 'AssignmentExpression':
        return this.#assignment(node, before, depth);
      case 'VariableDeclaration':
        return this.#declaration(node, before, depth);
      case 'IfStatement':
        return this.#if(node, before, depth);
      case 'ConditionalExpression':
        return this.#choice(node, before, depth);
      case 'BinaryExpression':
        return this.#binary(node, before, depth);
      case 'WhileStatement':
      case 'DoStatement':
      case 'ForStatement':
        return this.#loop(node, before, depth);
      case 'SwitchStatement':
        return this.#switch(node, before, depth);
      case 'TryStatement':
        return this.#try(node, before, depth);
      case 'LabeledStatement':
        return this.#labeled(node, before, depth);
      case 'ReturnStatement':
        this.#jump(true, leavesFunction, this.#children(node, before, depth));
        return undefined;
      case 'ThrowStatement':
        this.#throws(this.#children(node, before, depth));
        return undefined;
      case 'BreakStatement':
      case 'ContinueStatement':
        this.#jump(node.name === 'BreakStatement', this.#labelOf(node), before);
        return undefined;
      default: {
        const after = this.#children(node, before, depth);
        if (throwing.test(node.name)) this.#throws(after);
        // Code after `?.` might not run.
        return this.#text.slice(node.from, node.to).includes('?.') ? union(before, after) : after;
      }
    }
  }

  #children(node: SyntaxNode, before: State, depth: number): State {
    let state = before;
    for (let child = node.firstChild; child !== null; child = child.nextSibling)
      state = this.node(child, state, depth);
    return state;
  }

  #assignment(node: SyntaxNode, before: Definitions, depth: number): State {
    const assignment = this.#assignments.get(node.from);
    if (assignment === undefined || assignment.to !== node.to) return this.#children(node, before, depth);
    const after = node.lastChild && this.node(node.lastChild, before, depth);
    return after ? new Set([assignment]) : undefined;
  }

  /** The value of a variable is evaluated before the variable has it. */
  #declaration(node: SyntaxNode, before: Definitions, depth: number): State {
    const isOurs = node.from <= this.#initial.from && this.#initial.to <= node.to;
    const after = this.#children(node, before, depth);
    return isOurs && after !== undefined ? new Set([this.#initial]) : after;
  }

  #if(node: SyntaxNode, before: Definitions, depth: number): State {
    const [, condition, then, , otherwise] = childrenOf(node);
    const tested = condition && this.node(condition, before, depth);
    const yes = then && this.node(then, tested, depth);
    return union(yes, otherwise ? this.node(otherwise, tested, depth) : tested);
  }

  #choice(node: SyntaxNode, before: Definitions, depth: number): State {
    const parts = childrenOf(node).filter(({ name }) => name !== 'LogicOp' && name !== ':' && name !== '?');
    const [condition, yes, no] = parts;
    if (condition === undefined || yes === undefined || no === undefined) return before;
    const tested = this.node(condition, before, depth);
    return union(this.node(yes, tested, depth), this.node(no, tested, depth));
  }

  #binary(node: SyntaxNode, before: Definitions, depth: number): State {
    if (node.getChild('LogicOp') === null) return this.#children(node, before, depth);
    const left = node.firstChild ? this.node(node.firstChild, before, depth) : before;
    return union(left, node.lastChild ? this.node(node.lastChild, left, depth) : left);
  }

  #loop(node: SyntaxNode, before: Definitions, depth: number): State {
    const around = this.#enter('loop', this.#labelFor(node));
    const head = node.getChild('ForSpec') ?? node.getChild('ForOfSpec') ?? node.getChild('ForInSpec');
    const body = node.name === 'DoStatement' ? node.firstChild?.nextSibling : node.lastChild;
    const isFirst = node.name === 'DoStatement' || this.#isNeverEmpty(head);
    const condition = node.getChild('ParenthesizedExpression') ?? head;
    const isEndless = node.name === 'WhileStatement' ? this.#isTrue(condition) : this.#isEndless(head);
    let start: State = before;
    let left: State;
    // The sets of assignments only grow, so this ends.
    for (let size = -1; start !== undefined && start.size > size && !this.isTooLarge;) {
      ({ size } = start);
      const tried: State =
        condition && node.name !== 'DoStatement' ? this.node(condition, start, depth) : start;
      // The parts of `for (…; …; …)` run at different times.
      const entered = head === null ? tried : union(start, tried);
      const end: State = union(body ? this.node(body, entered, depth) : entered, around.continued);
      const tested: State =
        condition && node.name === 'DoStatement' ? end && this.node(condition, end, depth) : end;
      left = isFirst ? tested : union(entered, tested);
      start = union(start, tested);
    }
    this.#around.pop();
    return union(isEndless ? undefined : left, around.broken);
  }

  /** `for (const name of ["a", "b"])`. */
  #isNeverEmpty(head: SyntaxNode | null): boolean {
    const items = head?.getChild('of')?.nextSibling;
    const [, first] = items?.name === 'ArrayExpression' ? childrenOf(items) : [];
    return first !== undefined && !/^(?:\]|Spread)$/.test(first.name);
  }

  #isTrue(condition: SyntaxNode | null): boolean {
    return (
      condition !== null && /^\(\s*(?:true|1)\s*\)$/.test(this.#text.slice(condition.from, condition.to))
    );
  }

  /** `for (;;)`. */
  #isEndless(head: SyntaxNode | null): boolean {
    return head?.name === 'ForSpec' && /;\s*;[^;]*$/.test(this.#text.slice(head.from, head.to));
  }

  #switch(node: SyntaxNode, before: Definitions, depth: number): State {
    const around = this.#enter('switch', this.#labelFor(node));
    const [, value, body] = childrenOf(node);
    const tested = value && this.node(value, before, depth);
    let state: State;
    for (const child of body ? childrenOf(body) : []) {
      if (child.name === 'CaseLabel') state = union(state, this.#children(child, tested, depth));
      else state = child.name === 'DefaultLabel' ? union(state, tested) : this.node(child, state, depth);
    }
    this.#around.pop();
    const isComplete = body?.getChild('DefaultLabel') !== null;
    return union(union(state, isComplete ? undefined : tested), around.broken);
  }

  #try(node: SyntaxNode, before: Definitions, depth: number): State {
    const [body, handler] = [node.getChild('Block'), node.getChild('CatchClause')?.getChild('Block')];
    const last = node.getChild('FinallyClause')?.getChild('Block') ?? undefined;
    const guarded = this.#enter('try', undefined, last !== undefined);
    let end = body ? this.node(body, before, depth) : before;
    let { thrown } = guarded;
    if (handler) {
      guarded.thrown = undefined;
      end = union(end, this.node(handler, thrown, depth));
      ({ thrown } = guarded);
    }
    this.#around.pop();
    if (last === undefined) {
      this.#throws(thrown);
      return end;
    }
    this.#throws(this.node(last, thrown, depth));
    for (const { isBreak, label, state } of guarded.jumps)
      this.#jump(isBreak, label, this.node(last, state, depth));
    return this.node(last, end, depth);
  }

  #labeled(node: SyntaxNode, before: Definitions, depth: number): State {
    const around = this.#enter('label', this.#labelOf(node));
    const after = this.#children(node, before, depth);
    this.#around.pop();
    return union(after, around.broken);
  }

  #enter(kind: Around['kind'], label: string | undefined, hasFinally = false): Around {
    const around = {
      kind,
      label,
      hasFinally,
      broken: undefined,
      continued: undefined,
      thrown: undefined,
      jumps: [],
    };
    this.#around.push(around);
    return around;
  }

  get #isInTry(): boolean {
    return this.#around.some(({ kind }) => kind === 'try');
  }

  #mayThrow(node: SyntaxNode): boolean {
    if (node.name === 'VariableName') return !isDefinedAt(node, this.#module);
    if (node.firstChild === null) return false;
    const isInBrackets = node.name === 'ParenthesizedExpression';
    if (!isInBrackets && mayThrow.test(this.#text.slice(node.from, node.to))) return true;
    return childrenOf(node).some((child) => this.#mayThrow(child));
  }

  #throws(state: State): void {
    const around = this.#around.findLast(({ kind }) => kind === 'try');
    if (around !== undefined) around.thrown = union(around.thrown, state);
  }

  #jump(isBreak: boolean, label: string | undefined, state: State): void {
    for (const around of this.#around.toReversed()) {
      if (around.hasFinally) {
        around.jumps.push({ isBreak, label, state });
        return;
      }
      if (around.kind === 'try' || (around.kind === 'switch' && !isBreak)) continue;
      if (label === undefined ? around.kind === 'label' : around.label !== label) continue;
      if (!isBreak && around.kind === 'label') continue;
      if (isBreak) around.broken = union(around.broken, state);
      else around.continued = union(around.continued, state);
      return;
    }
  }

  #labelOf(node: SyntaxNode): string | undefined {
    const label = node.getChild('Label') ?? node.getChild('LabelDefinition');
    return label === null ? undefined : this.#text.slice(label.from, label.to);
  }

  /** The label of a loop. */
  #labelFor({ parent }: SyntaxNode): string | undefined {
    return parent?.name === 'LabeledStatement' ? this.#labelOf(parent) : undefined;
  }

  #isUsedIn({ from, to }: SyntaxNode): boolean {
    let [low, high] = [0, this.#uses.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#uses[middle] ?? from) < from) low = middle + 1;
      else high = middle;
    }
    return (this.#uses[low] ?? to) < to;
  }
}

/**
 * Whether reading a name cannot throw. Nothing is known about globals, and `let`, `const` and `class` have no value
 * before their declaration; code outside the function is assumed to have run.
 */
function isDefinedAt(use: SyntaxNode, module: JavaScriptModule): boolean {
  const binding = module.bindingSeenBy(use);
  if (binding === undefined) return constants.has(module.textOf(use));
  if (binding === 'several') return false;
  const isSetBefore = use.from >= binding.owner.to || /^(?:parameter|import)$/.test(binding.kind);
  return isSetBefore || !isSameNode(functionAround(use), functionAround(binding.node));
}

const constants = new Set(['undefined', 'NaN', 'Infinity']);

function functionAround(node: SyntaxNode): SyntaxNode | null {
  let around = node.parent;
  while (around !== null && !isFunction(around)) around = around.parent;
  return around;
}

function union(one: State, other: State): State {
  if (one === undefined || other === undefined) return one ?? other;
  return one === other ? one : new Set([...one, ...other]);
}

function childrenOf(node: SyntaxNode): readonly SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling)
    if (!child.name.endsWith('Comment')) children.push(child);
  return children;
}
