/**
 * A small language that Python, JavaScript and TypeScript are lowered to. The engine knows only this language.
 *
 * All spans are relative to the start of the top-level unit that contains them. A unit whose text does not change
 * therefore keeps its lowered form when edits elsewhere move it.
 */
import type { Span } from '../model/parsed-file.ts';

/**
 * One top-level statement of a file, or several that the parser could not separate. `text` is its source. Units with
 * the same text share one object while the memo keeps it.
 */
export interface UnitCode {
  readonly text: string;
  readonly body: readonly Statement[];
  /** The names that the unit binds at the top level of the module. */
  readonly binds: readonly string[];
  /** All identifiers and attribute names in the unit. Shows which units can involve a name. */
  readonly words: ReadonlySet<string>;
}

/** A unit at its current place in the file. */
export interface Unit {
  readonly code: UnitCode;
  readonly start: number;
}

interface Located {
  readonly at: Span;
}

export type Literal = string | number | boolean | null | undefined;

export type Expression =
  | LiteralExpression
  | NameExpression
  | MemberExpression
  | IndexExpression
  | SliceExpression
  | CallExpression
  | OperationExpression
  | ChoiceExpression
  | CollectionExpression
  | DictionaryExpression
  | ComprehensionExpression
  | FunctionExpression
  | ClassExpression
  | AssignmentExpression;

/** A string, number, boolean, `None`/`null` (null) or `undefined`. Bytes count as strings. */
export interface LiteralExpression extends Located {
  readonly kind: 'literal';
  readonly value: Literal;
}

/**
 * A variable. JavaScript's `this` is the name `this`. Each name of a function is one variable: variables of blocks
 * and comprehensions that could be confused with others, and variables that the source does not have, get a unique
 * suffix such as `key#2`.
 */
export interface NameExpression extends Located {
  readonly kind: 'name';
  readonly name: string;
}

/** `object.name`, also with `?.` and for private names (`#name`). */
export interface MemberExpression extends Located {
  readonly kind: 'member';
  readonly object: Expression;
  readonly name: string;
}

export interface IndexExpression extends Located {
  readonly kind: 'index';
  readonly object: Expression;
  readonly index: Expression;
}

/** Python's `object[from:to:step]`. */
export interface SliceExpression extends Located {
  readonly kind: 'slice';
  readonly object: Expression;
  readonly from?: Expression;
  readonly to?: Expression;
  readonly step?: Expression;
}

export interface Argument {
  readonly value: Expression;
  /** `items` for `*value` and `...value`, `entries` for `**value`. */
  readonly spread?: 'items' | 'entries';
  /** The name of a keyword argument. */
  readonly name?: string;
}

export interface CallExpression extends Located {
  readonly kind: 'call';
  readonly callee: Expression;
  readonly arguments: readonly Argument[];
}

/**
 * The operation that is applied to the operands. A chain of the same operator, such as `a + b + c`, is one
 * operation with more than two operands for `and`, `or`, `coalesce`, `add`, `arithmetic` and `union`.
 *
 * - `text`: the parts of an f-string or a template, in order; literal text is a literal operand
 * - `and`, `or`, `coalesce` (`??`), `not`: as in Python and JavaScript
 * - `equal`, `unequal` (also `is`, `===`), `less` (`<`), `greater` (`>`), `at most` (`<=`), `at least` (`>=`): the
 *   result is a boolean
 * - `in`, `not in`: whether the first operand is contained in the second
 * - `instance`: whether the first operand is an instance of the second (`instanceof`, class patterns of `match`),
 *   or has this type (`typeof x === "…"`; the second operand is then a string literal with the name of the type)
 * - `add`, `modulo`: `+` and `%`, which also work on strings
 * - `subtract`: `-` with two operands
 * - `arithmetic`: all other operators
 * - `union`: Python's `|`, which merges dictionaries and sets
 * - `await`, `yield`, `yield from`: as in Python and JavaScript
 * - `enter`: the value that `with value as target` binds; the operand is `value`
 * - `exit`: leaves the `with` block that entered its operand
 * - `super`: the base classes of the enclosing method's class; no operands
 * - `void`: evaluates the operands; the result is `undefined`
 * - `delete`: removes the place that is its operand
 * - `truth`: `!!x`
 * - `sequence`: evaluates all operands; the result is the last one
 * - `unknown`: evaluates the operands; the result is unknown
 */
export type Operator =
  | 'text'
  | 'and'
  | 'or'
  | 'coalesce'
  | 'not'
  | 'equal'
  | 'unequal'
  | 'less'
  | 'greater'
  | 'at most'
  | 'at least'
  | 'in'
  | 'not in'
  | 'instance'
  | 'add'
  | 'subtract'
  | 'modulo'
  | 'arithmetic'
  | 'union'
  | 'await'
  | 'yield'
  | 'yield from'
  | 'enter'
  | 'exit'
  | 'super'
  | 'void'
  | 'delete'
  | 'truth'
  | 'sequence'
  /** Like `unknown`, in place of code that is nested too deeply to be followed. */
  | 'too deep'
  | 'unknown';

export interface OperationExpression extends Located {
  readonly kind: 'operation';
  readonly operator: Operator;
  readonly operands: readonly Expression[];
  /** For `text`: the format of an operand, such as `!r` or `:.4`, by the index of the operand. */
  readonly formats?: ReadonlyMap<number, string>;
}

/** `then if condition else otherwise`, `condition ? then : otherwise`. */
export interface ChoiceExpression extends Located {
  readonly kind: 'choice';
  readonly condition: Expression;
  readonly then: Expression;
  readonly otherwise: Expression;
}

export interface Item {
  readonly value: Expression;
  readonly isSpread: boolean;
}

/** A list (also a JavaScript array), a tuple or a set. Holes are the literal `undefined`. */
export interface CollectionExpression extends Located {
  readonly kind: 'collection';
  readonly type: 'list' | 'tuple' | 'set';
  readonly items: readonly Item[];
}

export interface Entry {
  /** Absent if `value` is spread: `**value`, `...value`. */
  readonly key?: Expression;
  readonly value: Expression;
}

/** A dictionary or a JavaScript object. Methods are entries whose value is a function. */
export interface DictionaryExpression extends Located {
  readonly kind: 'dictionary';
  readonly entries: readonly Entry[];
}

export interface ComprehensionExpression extends Located {
  readonly kind: 'comprehension';
  readonly type: 'list' | 'set' | 'dictionary' | 'generator';
  readonly loops: readonly ComprehensionLoop[];
  /** For a dictionary. */
  readonly key?: Expression;
  readonly element: Expression;
}

export interface ComprehensionLoop {
  readonly target: Target;
  readonly iterable: Expression;
  readonly conditions: readonly Expression[];
}

/** A lambda, an arrow function, or a function expression. */
export interface FunctionExpression extends Located {
  readonly kind: 'function';
  readonly code: FunctionCode;
}

export interface ClassExpression extends Located {
  readonly kind: 'class';
  readonly code: ClassCode;
}

/** `target := value`, `target = value` within an expression. The result is the value. */
export interface AssignmentExpression extends Located {
  readonly kind: 'assignment';
  readonly target: Target;
  readonly value: Expression;
}

/** The target of an assignment. */
export type Target = NameExpression | MemberExpression | IndexExpression | SequenceTarget | ObjectTarget;

/** `a, *b = …`, `[a, ...b] = …`. A hole is undefined. */
export interface SequenceTarget extends Located {
  readonly kind: 'sequence-target';
  readonly items: readonly (TargetItem | undefined)[];
}

export interface TargetItem {
  readonly target: Target;
  readonly isRest: boolean;
  readonly default?: Expression;
}

/** `{ a, b: c = 1, ...rest } = …`. */
export interface ObjectTarget extends Located {
  readonly kind: 'object-target';
  readonly entries: readonly (TargetItem & {
    /** Absent for the rest. */
    readonly key?: Expression;
  })[];
}

export type Statement =
  | AssignStatement
  | EvaluateStatement
  | BranchStatement
  | LoopStatement
  | TryStatement
  | ReturnStatement
  | RaiseStatement
  | JumpStatement
  | DeleteStatement
  | ImportStatement
  | ExportStatement
  | BlockStatement;

/**
 * `a = b = value`. Also definitions of functions and classes: `def f` assigns a function to `f`. Its decorators are
 * in the function's code; the engine calls them.
 */
export interface AssignStatement extends Located {
  readonly kind: 'assign';
  readonly targets: readonly Target[];
  readonly value: Expression;
  /** `+=` and similar operators. `value` is then only the right side. */
  readonly update?: Operator;
  /** A declaration that runs before all other statements of its block: JavaScript's `function f() {}`. */
  readonly isHoisted?: boolean;
}

export interface EvaluateStatement extends Located {
  readonly kind: 'evaluate';
  readonly value: Expression;
}

/** `if`. Also `match` and `switch`, as a chain of branches whose conditions test the subject. */
export interface BranchStatement extends Located {
  readonly kind: 'branch';
  readonly condition: Expression;
  readonly then: readonly Statement[];
  readonly otherwise: readonly Statement[];
}

/** `for` over an iterable, or `while` with a condition. */
export interface LoopStatement extends Located {
  readonly kind: 'loop';
  readonly each?: { readonly target: Target; readonly iterable: Expression; readonly over: 'items' | 'keys' };
  /** Absent for an endless loop. */
  readonly condition?: Expression;
  /** `do … while`: the body runs at least once, before the condition. */
  readonly isAfter?: boolean;
  readonly body: readonly Statement[];
  /** What a `for (;;step)` evaluates after each run of the body. */
  readonly step?: Expression;
  /** Python's `else`, which runs unless the loop is left by `break`. */
  readonly otherwise: readonly Statement[];
}

export interface TryStatement extends Located {
  readonly kind: 'try';
  readonly body: readonly Statement[];
  readonly handlers: readonly {
    /** Absent if it catches everything. */
    readonly type?: Expression;
    readonly target?: Target;
    readonly body: readonly Statement[];
  }[];
  readonly otherwise: readonly Statement[];
  readonly finally: readonly Statement[];
}

export interface ReturnStatement extends Located {
  readonly kind: 'return';
  readonly value?: Expression;
}

/** `raise`, `throw`. `assert condition, value` is a branch that raises unless the condition is true. */
export interface RaiseStatement extends Located {
  readonly kind: 'raise';
  readonly value?: Expression;
  /** Python's `raise value from cause`. */
  readonly cause?: Expression;
}

export interface JumpStatement extends Located {
  readonly kind: 'break' | 'continue';
  /** The label of a block. Absent for the innermost loop. */
  readonly label?: string;
}

/** `del target`, and `delete target` as a statement. */
export interface DeleteStatement extends Located {
  readonly kind: 'delete';
  readonly target: Target;
}

export interface ImportStatement extends Located {
  readonly kind: 'import';
  /** As written: `.helpers`, `./helpers.js`, `logging.handlers`. */
  readonly module: string;
  readonly names: readonly {
    /** Absent for the module itself, `*` for all of its names, `default` for JavaScript's default export. */
    readonly name?: string;
    /** The variable that is bound. Absent for `*` in Python, and if only side effects are wanted. */
    readonly as?: string;
  }[];
}

/** JavaScript only. In Python, all variables of a module are exported. */
export interface ExportStatement extends Located {
  readonly kind: 'export';
  /** Exported names with their values; `*` re-exports everything from `module`. */
  readonly names: readonly { readonly name: string; readonly value?: Expression; readonly from?: string }[];
  readonly module?: string;
}

/**
 * Statements with variables of their own. A `break` with the label of the block leaves it. If the last statement is
 * a loop, a `continue` with this label continues that loop: `label: for (…) {}` is such a block.
 */
export interface BlockStatement extends Located {
  readonly kind: 'block';
  readonly label?: string;
  readonly body: readonly Statement[];
}

export interface Parameter {
  readonly target: Target;
  readonly default?: Expression;
  /** `items` for `*args` and `...args`, `entries` for `**kwargs`. */
  readonly rest?: 'items' | 'entries';
  /** Python: can only be passed by name. */
  readonly isKeywordOnly?: boolean;
  /** The annotation as written, without its colon. */
  readonly annotation?: string;
}

export interface FunctionCode extends Located {
  /** Empty if the function has no name. */
  readonly name: string;
  /** Excludes the receiver. */
  readonly parameters: readonly Parameter[];
  /**
   * The name of the receiver: `self`, `cls`, `this`. Absent for functions and static methods, and for arrow
   * functions, whose `this` is that of the enclosing function.
   */
  readonly receiver?: string;
  /**
   * What the function is in its class. `static` has no receiver. The receiver of `class` is the class: Python
   * class methods and JavaScript static methods. `class getter` and `class setter` are those of static
   * properties.
   */
  readonly role?:
    'constructor' | 'method' | 'getter' | 'setter' | 'static' | 'class' | 'class getter' | 'class setter';
  /** A lambda or an arrow function without braces has a single `return`. */
  readonly body: readonly Statement[];
  /** All variables of the function, including parameters. Excludes names declared `global` or `nonlocal`. */
  readonly locals: ReadonlySet<string>;
  /** Names declared `global`. */
  readonly globals: ReadonlySet<string>;
  readonly isAsync: boolean;
  readonly isGenerator: boolean;
  /** Decorators without `@`, from top to bottom, except those that set the role. */
  readonly decorators: readonly Expression[];
}

export interface ClassCode extends Located {
  readonly name: string;
  readonly bases: readonly Expression[];
  /** Python's keyword arguments next to the bases, such as `metaclass=Meta`, and `*bases`. */
  readonly keywords?: readonly Argument[];
  /** Names that the class body declares `global`. `statics` bind them in the module. */
  readonly globals?: ReadonlySet<string>;
  readonly decorators: readonly Expression[];
  readonly methods: readonly FunctionCode[];
  /**
   * Fields of each instance: JavaScript's class fields, and annotated names of Python classes. A default value
   * is evaluated for each instance in JavaScript and once in Python.
   */
  readonly fields: readonly {
    readonly name: string;
    readonly value?: Expression;
    /** As written. */
    readonly annotation?: string;
  }[];
  /** Statements of the class body, which bind names of the class itself. Includes Python's fields with default values. */
  readonly statics: readonly Statement[];
  /**
   * The constructor takes the fields as arguments: data classes, named tuples, Pydantic models. The parameters
   * are `fields` in order.
   */
  readonly isRecord: boolean;
}
