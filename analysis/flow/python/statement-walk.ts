import type { SyntaxNode } from '@lezer/common';
import { childrenOf } from '../../syntax/python/syntax.ts';
import { decided, evaluated } from './expression-walk.ts';
import { itemsLooped, runsAtLeastOnce } from './loop-items.ts';
import type { BindingPlaces } from './binding-places.ts';
import { after, anyOf, either, failing, nowhere, type Outcome, type Raised, type State } from './states.ts';
import { cannotFail, isPlainAssignment, clausesOf } from './clauses.ts';
import { caughtBy, handlersOf, isHarmlessManager, uncaught } from './handlers.ts';

const maximumSteps = 20_000;
const longestUnrolled = 4;

/** Walks statements in control-flow order, and records the bindings that reach each occurrence of a name. */
export class StatementWalk {
  readonly #places: BindingPlaces;
  /**
   * The number of enclosing statements that catch errors. Whether code may fail only matters inside these
   * statements.
   */
  #catching = 0;
  #steps = 0;

  constructor(places: BindingPlaces) {
    this.#places = places;
  }

  /** True if the control flow was too complex to be followed to the end. */
  get isExhausted(): boolean {
    return this.#steps > maximumSteps;
  }

  /** Walks a body, a module, or several statements on one line. */
  list(list: SyntaxNode, state: State): Outcome {
    let outcome: Outcome = { ...nowhere, next: state };
    for (const statement of this.#catching > 0 ? childrenOf(list) : this.#touched(list)) {
      if (outcome.next === undefined || this.isExhausted) break;
      outcome = after(outcome, this.#statement(statement, outcome.next));
    }
    return outcome;
  }

  *#touched(list: SyntaxNode): Generator<SyntaxNode> {
    for (let at = this.#places.next(list); at !== undefined;) {
      const statement = list.childAfter(at);
      if (statement === null) return;
      yield statement;
      at = this.#places.next(list, Math.max(statement.to, at + 1));
    }
  }

  #statement(node: SyntaxNode, state: State): Outcome {
    this.#steps++;
    if (!this.#places.has(node)) return { ...nowhere, next: state, raised: this.#raisedBy(node, state) };
    switch (node.name) {
      case 'StatementGroup':
        return this.list(node, state);
      case 'IfStatement':
        return this.#branches(node, state);
      case 'WhileStatement':
        return this.#while(node, state);
      case 'ForStatement':
        return this.#for(node, state);
      case 'TryStatement':
        return this.#try(node, state);
      case 'WithStatement':
        return this.#with(node, state);
      case 'MatchStatement':
        return this.#match(node, state);
      default:
        return this.#simple(node, state);
    }
  }

  #simple(node: SyntaxNode, state: State): Outcome {
    const next = evaluated(this.#places, node, state);
    const raised = this.#raisedBy(node, state, next);
    switch (node.name) {
      case 'ReturnStatement':
        return { ...nowhere, returned: next, raised };
      case 'RaiseStatement':
        return { ...nowhere, raised: failing(either(state, next)) };
      case 'BreakStatement':
        return { ...nowhere, broken: next };
      case 'ContinueStatement':
        return { ...nowhere, continued: next };
      default:
        return { ...nowhere, next, raised };
    }
  }

  /** Returns the bindings that apply when a statement fails, because it may already have bound names. */
  #raisedBy(node: SyntaxNode, state: State, next: State = state): readonly Raised[] {
    if (this.#catching === 0 || cannotFail(node)) return [];
    const within = this.#places.walrusesIn(node);
    const isDone = node.name === 'AssignStatement' && !isPlainAssignment(node);
    return failing([state, within.length === 0 ? state : within, isDone ? next : state].reduce(either));
  }

  #condition(node: SyntaxNode, state: State): { readonly held: Outcome; readonly failed: Outcome } {
    const { held, failed } = decided(this.#places, node, state);
    const raised = this.#raisedBy(node, state);
    return { held: { ...nowhere, next: held, raised }, failed: { ...nowhere, next: failed, raised } };
  }

  #then(outcome: Outcome, body: SyntaxNode | undefined): Outcome {
    return body === undefined || outcome.next === undefined
      ? outcome
      : after(outcome, this.list(body, outcome.next));
  }

  #branches(statement: SyntaxNode, state: State): Outcome {
    let [done, open]: [Outcome, Outcome] = [nowhere, { ...nowhere, next: state }];
    for (const {
      word,
      head: [condition],
      body,
    } of clausesOf(statement)) {
      if (word === 'else' || condition === undefined) {
        done = anyOf(done, this.#then(open, body));
        open = nowhere;
        continue;
      }
      const { held, failed } = this.#condition(condition, open.next);
      done = anyOf(done, this.#then(held, body));
      open = failed;
    }
    return anyOf(done, open);
  }

  #while(statement: SyntaxNode, state: State): Outcome {
    const [loop, otherwise] = clausesOf(statement);
    const condition = loop?.head[0];
    if (loop === undefined || condition === undefined) return this.#simple(statement, state);
    let turn = nowhere;
    let before: State;
    let around = state;
    do {
      before = around;
      turn = this.#then(this.#condition(condition, before).held, loop.body);
      around = either(before, either(turn.next, turn.continued));
    } while (around !== before && !this.isExhausted);
    const ended = this.#condition(condition, around).failed;
    return this.#afterLoop(turn, ended.next, otherwise?.body);
  }

  #for(statement: SyntaxNode, state: State): Outcome {
    const [loop, otherwise] = clausesOf(statement);
    if (loop === undefined) return this.#simple(statement, state);
    const border = loop.head.findIndex(({ name }) => name === 'in');
    const [targets, iterables] = [loop.head.slice(0, border), loop.head.slice(border + 1)];
    const start = this.#through(iterables, state);
    const turnFrom = (before: State, number?: number): Outcome => {
      const bound = this.#through(targets, before);
      const next = number === undefined ? bound : this.#places.inTurn(bound, statement, number);
      return this.#then({ ...nowhere, next, raised: this.#raisedByAll(iterables, before) }, loop.body);
    };
    const items = itemsLooped(statement) ?? 0;
    const isShort = items > 0 && items <= longestUnrolled;
    const turns = isShort ? this.#counted(turnFrom, start, items) : this.#repeated(turnFrom, start);
    const isEntered = isShort || runsAtLeastOnce(this.#places.module, statement);
    const ended = either(turns.next, turns.continued);
    const entered = after({ ...nowhere, raised: this.#raisedByAll(iterables, state) }, turns);
    return this.#afterLoop(entered, isEntered ? ended : either(start, ended), otherwise?.body);
  }

  #through(nodes: readonly SyntaxNode[], state: State): State {
    return nodes.reduce((before: State, node) => evaluated(this.#places, node, before), state);
  }

  #raisedByAll(nodes: readonly SyntaxNode[], state: State): readonly Raised[] {
    return nodes.flatMap((node) => this.#raisedBy(node, state));
  }

  /** Walks one iteration after another. `next` is the state after the last one. */
  #counted(turnFrom: (before: State, number: number) => Outcome, start: State, items: number): Outcome {
    let all = nowhere;
    let state = start;
    for (let number = 0; number < items && state !== undefined; number++) {
      const turn = turnFrom(state, number);
      state = either(turn.next, turn.continued);
      all = { ...after(all, turn), next: state, continued: undefined };
    }
    return all;
  }

  #repeated(turnFrom: (before: State) => Outcome, start: State): Outcome {
    let turn = nowhere;
    let before: State;
    let around = start;
    do {
      before = around;
      turn = turnFrom(before);
      around = either(before, either(turn.next, turn.continued));
    } while (around !== before && !this.isExhausted);
    return turn;
  }

  #afterLoop(turns: Outcome, ended: State, otherwise: SyntaxNode | undefined): Outcome {
    const { broken, returned, raised } = turns;
    const end = this.#then({ ...nowhere, next: ended }, otherwise);
    const left = after({ ...nowhere, returned, raised }, end);
    return { ...left, next: either(left.next, broken) };
  }

  #try(statement: SyntaxNode, state: State): Outcome {
    const clauses = clausesOf(statement);
    const [tried, otherwise, last] = ['try', 'else', 'finally'].map((word) =>
      clauses.find((clause) => clause.word === word),
    );
    const handlers = handlersOf(this.#places.module, clauses);
    this.#catching++;
    let body = this.#then({ ...nowhere, next: state }, tried?.body);
    if (last === undefined) this.#catching--;
    // Assumes that handlers exist for a reason, and therefore that the body may fail.
    const caught = either(caughtBy(handlers, body.raised), handlers.length > 0 ? state : undefined);
    const end = this.#then({ ...nowhere, next: body.next }, otherwise?.body);
    body = { ...body, raised: uncaught(handlers, body.raised) };
    let all = after(body, end);
    for (const { clause, bound } of handlers) {
      const handled = this.#then({ ...nowhere, next: this.#through(clause.head, caught) }, clause.body);
      // `error` in `except E as error` is deleted at the end.
      const isGone = bound !== undefined && this.#places.has(bound) && handled.next !== undefined;
      all = anyOf(all, isGone ? { ...handled, next: [] } : handled);
    }
    if (last?.body === undefined) return all;
    this.#catching--;
    return this.#finally(all, last.body);
  }

  /** The body runs on every way out. */
  #finally(tried: Outcome, body: SyntaxNode): Outcome {
    const run = (state: State): Outcome => (state === undefined ? nowhere : this.list(body, state));
    const normal = run(tried.next);
    const [broken, continued, returned] = [run(tried.broken), run(tried.continued), run(tried.returned)];
    const raised = tried.raised.map((one) => ({ ...one, outcome: run(one.state) }));
    const left = [normal, broken, continued, returned, ...raised.map(({ outcome }) => outcome)].reduce(after);
    return {
      next: normal.next,
      broken: either(left.broken, broken.next),
      continued: either(left.continued, continued.next),
      returned: either(left.returned, returned.next),
      raised: [
        ...left.raised,
        ...raised.flatMap(({ passed, outcome: { next } }) =>
          next === undefined ? [] : { state: next, passed },
        ),
      ],
    };
  }

  /** A context manager may suppress errors in its body. */
  #with(statement: SyntaxNode, state: State): Outcome {
    const [clause] = clausesOf(statement);
    if (clause === undefined) return this.#simple(statement, state);
    const entry = this.#through(clause.head, state);
    const opened = { ...nowhere, next: entry, raised: this.#raisedByAll(clause.head, either(state, entry)) };
    if (isHarmlessManager(this.#places.module, clause.head)) return this.#then(opened, clause.body);
    this.#catching++;
    const body = this.#then({ ...nowhere, next: entry }, clause.body);
    this.#catching--;
    const swallowed = body.raised.reduce((all: State, one) => either(all, one.state), undefined);
    return after(opened, { ...body, next: either(body.next, swallowed) });
  }

  #match(statement: SyntaxNode, state: State): Outcome {
    const clauses = statement.getChild('MatchBody')?.getChildren('MatchClause') ?? [];
    const subject = childrenOf(statement).filter(({ name }) => name !== 'MatchBody');
    const start = this.#through(subject, state);
    let [done, open]: [Outcome, State] = [{ ...nowhere, raised: this.#raisedByAll(subject, start) }, start];
    for (const clause of clauses) {
      const guard = clause.getChild('Guard')?.lastChild;
      const pattern = childrenOf(clause).filter(({ name }) => name !== 'Guard' && name !== 'Body');
      const bound = this.#through(pattern, open);
      const { held, failed } = guard
        ? decided(this.#places, guard, bound)
        : { held: bound, failed: undefined };
      done = anyOf(done, this.#then({ ...nowhere, next: held }, clause.getChild('Body') ?? undefined));
      open = either(matchesAll(pattern) ? undefined : either(open, bound), failed);
    }
    return anyOf(done, { ...nowhere, next: open });
  }
}

/** `case _:` and `case name:`. */
function matchesAll(pattern: readonly SyntaxNode[]): boolean {
  return pattern.length === 2 && pattern[1]?.name === 'CapturePattern';
}
