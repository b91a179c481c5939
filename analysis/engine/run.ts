import type {
  ClassAtom,
  Contents,
  FunctionAtom,
  Module,
  ObjectAtom,
  PassedArgument,
  Place,
  Scope,
  Value,
} from './model.ts';
import type { Sentence } from '../../contracts/words.ts';
import type { ClassCode, Expression, FunctionCode, Statement, Target } from '../ir/ir.ts';
import type { EffectName, Library } from '../libraries/library.ts';
import type { Span } from '../model/parsed-file.ts';
import type { AppliedRow, SinkKind } from '../model/secret-use.ts';
import type { Catcher, Frame } from './frames.ts';
import type { State } from './state.ts';

/** Code that is being followed from one entry. All functions of the engine take it as their first argument. */
export interface Run {
  readonly library: Library;
  /** The state of the path that is being followed. Replaced at branches. */
  state: State;
  /** The call that is being followed. */
  readonly frame: Frame;
  /** Whether a call is still running. */
  isActive(frame: object): boolean;
  /** The exceptions that the innermost handler handles. */
  handled: Value;
  /** The innermost `try` whose body is being followed. */
  readonly catcher: Catcher | undefined;

  /** The classes whose fields are being evaluated, innermost last. */
  readonly constructed: ClassCode[];
  /** Functions and classes that were created, in order. */
  readonly created: (FunctionAtom | ClassAtom)[];
  /** Runs the code of a module in the state that all other states include. */
  enterModule(work: () => void, units?: number): void;

  evaluate(expression: Expression, scope: Scope): Value;
  execute(statements: readonly Statement[], scope: Scope): void;
  /** `from` is the span of the value in the code. */
  assign(target: Target, value: Value, scope: Scope, from: Span): void;

  /** The functions and classes of the project that its settings name. */
  readonly named: NamedCalls;
  /** Calls every possible value of `callee`, and joins the results. */
  call(callee: Value, passed: readonly PassedArgument[], at: Caller): Value;
  /** The result of a library function. Undefined if the function is in no table. */
  callOutside(
    path: string,
    receiver: Value | undefined,
    passed: readonly PassedArgument[],
    at: Caller,
  ): Value | undefined;
  /** The result of a library function, given its row in the tables. */
  applyEffect(effect: EffectName, call: LibraryCall): Value;
  /** False if the function is being followed too often already, or too many calls are. */
  mayEnter(code: FunctionCode): boolean;
  /** Follows a function. `bind` sets its parameters. */
  enterFunction(scope: Scope, bind: () => void): Value;
  /**
   * Follows a call with `work`, unless an earlier call with the same arguments is known to have changed
   * nothing.
   */
  remember(atom: FunctionAtom, passed: readonly PassedArgument[], work: () => Value): Value;
  /** Called when a value changes that functions can read although it is not one of their arguments. */
  noteChange(): void;
  /** Runs `work` and returns what it raises. */
  catching(work: () => void): Catcher['raised'];

  /** Reads `object.name` or `object[key]`. */
  member(object: Value, name: string, at: Caller): Value;
  item(object: Value, keys: Value, at: Caller): Value;
  setMember(object: Value, name: string, value: Value, at: Caller): void;
  setItem(object: Value, keys: Value, value: Value, at: Caller): void;
  /** Everything that iterating over a value yields, in order if that is known. */
  iterate(iterable: Value, at: Caller): Items;

  /** A part of a string or a list: `object[from:to]`. */
  slice(object: Value, from: Value | undefined, to: Value | undefined, hasStep?: boolean): Value;

  /** A number that no scope or object uses yet. */
  nextId(): number;
  create(contents: Partial<Contents> & Pick<Contents, 'type'>): ObjectAtom;
  contents(atom: ObjectAtom): Contents;
  change(atom: ObjectAtom, contents: Contents): void;
  /** Marks everything reachable from a value as possibly changed by code that is not followed. */
  mayChange(value: Value): void;
  /** What a string conversion of a value contains: literals, and secrets at any depth. */
  textOf(value: Value): Value;
  /** What a log, or JSON if `isSerialized`, shows of a value: literals, and secrets at any depth. */
  shownOf(value: Value, isSerialized?: boolean): Value;

  /** Reports the secrets that arrive at a sink. `row` is that of the called function. */
  arrive(
    kind: SinkKind | 'sanitized' | 'cache',
    sink: string | Sentence,
    value: Value,
    at: Caller,
    row?: AppliedRow,
  ): void;
  /** The file that an import in `module` refers to, as an object with its exports. */
  module(name: string, at: Caller): Value | undefined;
  /** Calls `again` after the modules that are running, such as those that import each other. */
  whenLoaded(importer: Module, again: () => void): void;
  /** Counts a step. False if the limit is exceeded; everything is then unknown. */
  step(): boolean;
  /** Notes that some of the code cannot be followed. */
  giveUp(): void;
}

export interface NamedCalls {
  /** Applies a row of the settings. Undefined if the settings do not name the called function. */
  call(atom: FunctionAtom | ClassAtom, passed: readonly PassedArgument[], at: Caller): Value | undefined;
}

/** Where something happens: for calls, the place of the call. */
export interface Caller {
  readonly scope: Scope;
  readonly place: Place;
  /** For a call: the result is unused. */
  readonly isStatement?: boolean;
  /** For a call of a method: where the object is written. */
  readonly objectAt?: Span;
  /** For a call of a method: the name of the object that it is called on, such as `logger`. */
  readonly object?: string;
}

/** Items in order, or the possible values of an unknown number of items. */
export type Items =
  | { readonly isKnown: true; readonly items: readonly Value[] }
  | { readonly isKnown: false; readonly any: Value };

/** The path of a library function in the tables. */
export type ApplyEffect = (run: Run, call: LibraryCall) => Value;

export interface LibraryCall {
  readonly path: string;
  readonly receiver: Value | undefined;
  readonly passed: readonly PassedArgument[];
  readonly at: Caller;
}
