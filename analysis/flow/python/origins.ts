import type { SyntaxNode } from '@lezer/common';
import { stringValue } from '../../syntax/python/strings.ts';
import { attributeOf, callOf, contains, hasError, subscriptOf } from '../../syntax/python/syntax.ts';
import { chosen, keyOfChoices } from '../choices.ts';
import type { Answers, Question } from '../question.ts';
import { attributeOrigins } from './attributes.ts';
import type { Binding } from './binding.ts';
import { callOrigins } from './calls.ts';
import { subscriptOrigins } from './collections.ts';
import { layersIn } from './layers-in.ts';
import { importedOrigins, starredOrigins } from './imports.ts';
import { bindingsAtEnd, bindingsSeenBy } from './lookup.ts';
import { literalText, narrowed } from './narrowing.ts';
import {
  atAnyTime,
  type Frame,
  keyOfOrigin,
  type ModuleNode,
  type Origin,
  type OriginFinder,
  type OtherModules,
} from './origin.ts';
import { isChangedFromOutside, isOnlyReadElsewhere, isSetUnseen } from './outside.ts';
import { parameterOrigins } from './parameters.ts';
import { isOnlyRead, renamesOf } from './plain-reads.ts';
import type { PythonModule } from './python-module.ts';
import { scopeOf } from './scope.ts';
import { branchesBefore, choiceAt, isSteady } from './steady.ts';
import { Trace, Tracing } from './trace.ts';
import { boundOrigins } from './targets.ts';

const maximumOrigins = 2000;
/** With more origins than this, it is not tracked which of them exclude each other. */
const maximumChosen = 64;
/** If a variable is assigned in more places than this, it may have any value. */
const maximumBindings = 200;
/** The number of origins that can be compared in the time of one step. */
const originsPerStep = 5;

/** Literals do not need to be followed. */
const isWrittenOut = /^(?:String|Number|Boolean|None)$/;

/** Follows the expressions of one module to the sources of their values, and caches the results. */
export class Origins implements OriginFinder {
  readonly module: PythonModule;
  readonly others: OtherModules;
  readonly question: Question;
  readonly id: number;
  readonly #known: Answers<readonly Origin[]> = new Map();
  readonly #globals: Answers<readonly Origin[] | undefined> = new Map();
  readonly #remembering: Answers<readonly ModuleNode[] | undefined> = new Map();
  readonly #changed = new Map<string, boolean>();
  readonly #tracing: Tracing;
  #isSetUnseen: boolean | undefined;

  constructor(module: PythonModule, others: OtherModules, question: Question, tracing = new Tracing()) {
    this.module = module;
    this.others = others;
    this.question = question;
    this.id = question.numberModule();
    this.#tracing = tracing;
  }

  of(expression: SyntaxNode, frame?: Frame): readonly Origin[] {
    const itself = [{ node: expression, frame, finder: this }];
    if (isWrittenOut.test(expression.name)) return itself;
    const key = `${this.id}:${expression.from}:${expression.to}:${expression.name}${frame?.key ?? ''}${this.#time}`;
    const unanswered = { again: [], tooFar: itself };
    const work = (): readonly Origin[] => this.#distinct(this.#follow(expression, frame)) ?? itself;
    const { trace } = this.#tracing;
    if (trace === undefined) return this.question.follow(this.#known, key, unanswered, work);
    return trace.visit({ expression, frame, finder: this }, key, () =>
      this.question.follow(trace.answers, key, unanswered, work),
    );
  }

  /** Records every step that `work` follows, ignoring cached results. */
  traced<T>(work: () => T): { readonly found: T; readonly trace: Trace } {
    const trace = new Trace();
    this.#tracing.trace = trace;
    try {
      return { found: work(), trace };
    } finally {
      this.#tracing.trace = undefined;
    }
  }

  ofVariable(name: SyntaxNode, frame: Frame | undefined): readonly Origin[] {
    const bindings = bindingsSeenBy(this.module, name);
    if (bindings === undefined) return this.#ofUnbound(name) ?? [{ node: name, frame, finder: this }];
    if (bindings.length > maximumBindings) return [{ node: name, frame, finder: this }];
    const branches = bindings.length > 1 ? branchesBefore(this.module, name, bindings) : undefined;
    const follow = (): readonly Origin[] =>
      bindings.flatMap((binding, at) =>
        this.#remembered(binding, this.#frameFor(binding, frame)).map((origin) =>
          (branches?.[at] ?? []).reduce(
            (one, [statement, index]) => chosen(one, choiceAt(this, statement, frame), index),
            origin,
          ),
        ),
      );
    return branches !== undefined || isSteady(this.module, name, bindings)
      ? follow()
      : this.question.atAnyTime(follow);
  }

  /** Returns where the value of a binding comes from. */
  ofBinding(binding: Binding, frame: Frame | undefined): readonly Origin[] {
    switch (binding.kind) {
      case 'assignment':
      case 'walrus':
      case 'loop':
      case 'comprehension':
        return this.#unlessChanged(binding, boundOrigins(this, binding, frame));
      case 'parameter':
        return this.#unlessChanged(binding, parameterOrigins(this, binding, frame));
      case 'import':
        return importedOrigins(this, binding) ?? [{ node: binding.node, frame, finder: this }];
      case 'function':
        return [{ node: this.#isReplaced(binding) ? binding.owner : binding.node, frame, finder: this }];
      case 'class':
      case 'other':
        return [{ node: binding.node, frame, finder: this }];
    }
  }

  ofGlobal(name: string): readonly Origin[] | undefined {
    const answers = this.#tracing.trace?.globals ?? this.#globals;
    return this.question.follow(answers, `${this.id}:${name}`, { again: [], tooFar: undefined }, () => {
      const bindings = bindingsAtEnd(this.module, name);
      if (bindings === undefined) return starredOrigins(this, name);
      return this.question.atAnyTime(() =>
        bindings.flatMap((binding) => this.#remembered(binding, undefined)),
      );
    });
  }

  remember(key: string, work: () => readonly ModuleNode[] | undefined): readonly ModuleNode[] | undefined {
    const unanswered = { again: undefined, tooFar: undefined };
    return this.question.follow(this.#remembering, `${this.id}:${key}`, unanswered, work);
  }

  isChangedFromOutside(name: string): boolean {
    this.#isSetUnseen ??= isSetUnseen(this);
    if (this.#isSetUnseen) return true;
    const known = this.#changed.get(name);
    if (known !== undefined) return known;
    const found = isChangedFromOutside(this, name);
    this.#changed.set(name, found);
    return found;
  }

  /**
   * Removes duplicates. Without this, branches that meet again would double the part that they share.
   * Undefined if there are too many origins to follow.
   */
  #distinct(origins: readonly Origin[]): readonly Origin[] | undefined {
    const found = this.#unlike(this.question.isAtAnyTime ? origins.map(atAnyTime) : origins);
    const isTracked = found.length <= maximumChosen || found.every(({ choices }) => choices === undefined);
    const kept = isTracked ? found : this.#unlike(found.map(atAnyTime));
    return kept.length > maximumOrigins ? undefined : kept;
  }

  /** Distinguishes answers that do not track what is chosen. */
  get #time(): string {
    return this.question.isAtAnyTime ? '~' : '';
  }

  #unlike(origins: readonly Origin[]): readonly Origin[] {
    if (origins.length < 2) return origins;
    const found = new Map<string, Origin>();
    for (const origin of origins) found.set(keyOfOrigin(origin) + keyOfChoices(origin), origin);
    this.question.step(Math.floor(origins.length / originsPerStep));
    return [...found.values()];
  }

  #follow(expression: SyntaxNode, frame: Frame | undefined): readonly Origin[] {
    const itself = [{ node: expression, frame, finder: this }];
    if (expression.name !== 'VariableName' && hasError(expression)) return itself;
    switch (expression.name) {
      case 'ParenthesizedExpression':
        return this.#ofInner(expression.firstChild?.nextSibling, frame, itself);
      case 'AwaitExpression':
      case 'NamedExpression':
        return this.#ofInner(expression.lastChild, frame, itself);
      case 'ConditionalExpression':
        return this.#ofEither(expression.firstChild, expression.lastChild, frame, itself);
      case 'BinaryExpression':
        return this.#ofLogic(expression, frame, itself);
      case 'VariableName':
        return narrowed(this, expression, frame, this.ofVariable(expression, frame), literalText);
      case 'MemberExpression':
        return this.#ofMember(expression, frame) ?? itself;
      case 'CallExpression':
        return callOrigins(this, expression, callOf(expression), frame) ?? itself;
      default:
        return itself;
    }
  }

  #ofInner(
    inner: SyntaxNode | null | undefined,
    frame: Frame | undefined,
    itself: readonly Origin[],
  ): readonly Origin[] {
    return inner === null || inner === undefined || inner.name === 'YieldExpression'
      ? itself
      : this.of(inner, frame);
  }

  #ofEither(
    left: SyntaxNode | null,
    right: SyntaxNode | null,
    frame: Frame | undefined,
    itself: readonly Origin[],
  ): readonly Origin[] {
    return left === null || right === null ? itself : [...this.of(left, frame), ...this.of(right, frame)];
  }

  /**
   * `x and "a"` yields `"a"` or a falsy value, which matters only if it is a string; `x or "a"` yields `"a"` or a
   * truthy value of `x`.
   */
  #ofLogic(expression: SyntaxNode, frame: Frame | undefined, itself: readonly Origin[]): readonly Origin[] {
    const [left, right] = [expression.firstChild, expression.lastChild];
    if (left === null || right === null) return itself;
    if (expression.getChild('and') !== null) {
      const mayBeEmpty = this.of(left, frame).some(({ node, finder }) => isEmptyText(finder.module, node));
      return mayBeEmpty ? itself : this.of(right, frame);
    }
    if (expression.getChild('or') === null) return itself;
    const truthy = this.of(left, frame).filter(({ node, finder }) => !isFalse(finder.module, node));
    return [...truthy, ...this.of(right, frame)];
  }

  #ofUnbound(name: SyntaxNode): readonly Origin[] | undefined {
    const found = starredOrigins(this, this.module.textOf(name));
    return found?.some(({ node }) => node.name === '*') ? undefined : found;
  }

  #remembered(binding: Binding, frame: Frame | undefined): readonly Origin[] {
    const itself = [{ node: binding.node, frame, finder: this }];
    const key = `${this.id}:${binding.node.from}=${binding.turn ?? ''}${frame?.key ?? ''}${this.#time}`;
    const answers = this.#tracing.trace?.answers ?? this.#known;
    return this.question.follow(
      answers,
      key,
      { again: [], tooFar: itself },
      () => this.#distinct(this.ofBinding(binding, frame)) ?? itself,
    );
  }

  /** The arguments of a call only matter inside the called function. */
  #frameFor(binding: Binding, frame: Frame | undefined): Frame | undefined {
    return frame?.finder === this && contains(frame.definition, binding.node) ? frame : undefined;
  }

  #ofMember(expression: SyntaxNode, frame: Frame | undefined): readonly Origin[] | undefined {
    const attribute = attributeOf(expression);
    if (attribute !== undefined) return attributeOrigins(this, attribute.object, attribute.property, frame);
    const subscript = subscriptOf(expression);
    if (subscript?.index === undefined) return undefined;
    return subscriptOrigins(this, subscript.object, subscript.index, frame);
  }

  #unlessChanged(binding: Binding, origins: readonly Origin[]): readonly Origin[] {
    const layers = origins.reduce((most, origin) => Math.max(most, layersIn(origin)), 0);
    const isKept = isOnlyRead(this.module, binding, layers) && !this.#isChangedElsewhere(binding, layers);
    return isKept ? origins : [{ node: binding.node, frame: undefined, finder: this }];
  }

  /** `names.secret = other`, in another file. */
  #isReplaced({ node, owner }: Binding): boolean {
    return scopeOf(owner).name === 'Script' && this.isChangedFromOutside(this.module.textOf(node));
  }

  /** Other files can access module-level values. */
  #isChangedElsewhere({ kind, node }: Binding, layers: number): boolean {
    if (kind === 'parameter' || kind === 'comprehension' || scopeOf(node).name !== 'Script') return false;
    const name = this.module.textOf(node);
    if (this.isChangedFromOutside(name)) return true;
    if (layers === 0) return false;
    return [name, ...renamesOf(this.module, name)].some((one) => !isOnlyReadElsewhere(this, one, layers));
  }
}

function isEmptyText({ text }: PythonModule, node: SyntaxNode): boolean {
  return stringValue(text, node) === '';
}

function isFalse(module: PythonModule, node: SyntaxNode): boolean {
  if (node.name === 'None') return true;
  return /^(?:False|""|''|0)$/.test(module.textOf(node));
}
