import type { Range } from '../../contracts/lsp-messages.ts';
import type { ClassCode, FunctionCode, Literal, Unit } from '../ir/ir.ts';
import type { Span } from '../model/parsed-file.ts';
import type { SecretReference } from '../model/reference.ts';

/** A file of the project, as the engine sees it. */
export interface Module {
  readonly uri: string;
  /** A different object whenever the text of the file differs. */
  readonly version: object;
  readonly units: readonly Unit[];
  /** The reads of secrets, in text order. */
  readonly reads: readonly SecretReference[];
  rangeOf(span: Span): Range;
  /** The read of a secret whose name is this argument. */
  readAt(argument: Place): SecretReference | undefined;
  /** The file that an import refers to. Undefined if it does not belong to the project. */
  imported(module: string): Module | undefined;
}

/** A place in a unit. */
export interface Place {
  readonly unit: Unit;
  readonly at: Span;
}

/** The variables of a call, or of a module. Their values are in the state. */
export interface Scope {
  /** Unique for each call. */
  readonly id: number;
  readonly module: Module;
  /** The unit whose code runs in this scope. */
  readonly unit: Unit;
  /** Absent for a module. */
  readonly code?: FunctionCode;
  /** The scope around the function. Absent for a module. */
  readonly outer?: Scope;
  readonly receiver?: Value;
  readonly owner?: ClassAtom;
  /** The values sent to the running generator. */
  readonly sent?: Value;
}

/** One possible value of an expression. */
export type Atom =
  LiteralAtom | SecretAtom | ObjectAtom | FunctionAtom | ClassAtom | SuperAtom | OutsideAtom | UnknownAtom;

/**
 * All possible values of an expression on the paths that are followed. Empty if it is never reached. A value
 * need not be complete: `unknown` represents everything that is not followed.
 */
export type Value = readonly Atom[];

export interface LiteralAtom {
  readonly kind: 'literal';
  readonly value: Literal;
  /** The read of a secret whose name is this literal, in a list whose items `map` passes one by one. */
  readonly read?: SecretReference;
  /** The source of a compiled pattern. */
  readonly isPattern?: true;
  /** The flags of a compiled pattern, if they are known: `i`. */
  readonly flags?: string;
}

/**
 * The kind of secret without which a value cannot be what it is: one with fields, with a certain field, or with
 * another credential than those in a list, which is JSON.
 */
export type Requirement = 'text' | 'fields' | `field ${string}` | `without ${string}`;

/** Text that contains the value of a secret, or that of one of its fields. */
export interface SecretAtom {
  readonly kind: 'secret';
  readonly read: SecretReference;
  readonly requires: Requirement;
  readonly entered?: Entered;
  /** The literal that the text begins with, if the code has put one before the value: `Bearer `. */
  readonly before?: string;
  /** For JSON that the code created: the serialized value. */
  readonly serialized?: Value;
}

/** An object in the state: a dictionary, a list, an instance. */
export interface ObjectAtom {
  readonly kind: 'object';
  readonly id: number;
  readonly entered?: Entered;
}

export interface FunctionAtom {
  readonly kind: 'function';
  readonly code: FunctionCode;
  /** Where the names of the function are looked up. */
  readonly scope: Scope;
  /** The object that a method is bound to. */
  readonly receiver?: Value;
  /** The class that defines the method. */
  readonly owner?: ClassAtom;
  /** Arguments given in advance, by `partial` or `bind`. */
  readonly given?: readonly PassedArgument[];
  /** True if a decorator that is not followed may change what it returns. */
  readonly mayReturnOther?: boolean;
}

/** An argument after evaluation. */
export interface PassedArgument {
  readonly value: Value;
  readonly name?: string;
  readonly spread?: 'items' | 'entries';
  /** The argument in the code, unless it was passed by a library. */
  readonly place?: Place;
}

export interface ClassAtom {
  readonly kind: 'class';
  readonly code: ClassCode;
  readonly scope: Scope;
  readonly bases: readonly Value[];
  /** The object with the attributes of the class itself. */
  readonly statics: number;
}

/** `super()` in a method: the attributes of a base class, bound to the receiver of the method. */
export interface SuperAtom {
  readonly kind: 'super';
  readonly base: ClassAtom | OutsideAtom;
  readonly receiver: Value;
}

/**
 * A value that is not followed but known by its path: `logging.info`, `conv.state`, `print`. An instance that
 * a library creates has the path of its type, such as `logging.Logger`.
 */
export interface OutsideAtom {
  readonly kind: 'outside';
  readonly path: string;
  /** The object that a method is called on: `"…".join`. */
  readonly receiver?: Value;
  /** Arguments bound in advance. */
  readonly given?: readonly PassedArgument[];
}

export interface UnknownAtom {
  readonly kind: 'unknown';
}

/**
 * The call through which a value came into a function as an argument. A leak in the function is reported
 * there. If there are several, this is the outermost call.
 */
export interface Entered {
  readonly place: Place;
  readonly module: Module;
  /** The call that was entered. Once it has returned, the mark is ignored. */
  readonly frame: object;
  /** The name of the called function. */
  readonly called: string;
}

export type Key = string | number;

/** The contents of an object. Replaced as a whole when the object changes. */
export interface Contents {
  readonly type: 'dictionary' | 'list' | 'tuple' | 'set' | 'instance';
  /** By key, index or attribute. */
  readonly entries: ReadonlyMap<Key, Value>;
  /** The values under other keys, or at other positions. */
  readonly others: Value;
  /** The keys of `others`, if anything is known about them. */
  readonly otherKeys: Value;
  /** Keys that are certain not to exist. */
  readonly gone: ReadonlySet<Key>;
  /** The number of items of a list or tuple, if it is known. `entries` then has exactly these. */
  readonly length?: number;
  readonly class?: ClassAtom;
  /** Entries that logs and JSON do not show. */
  readonly hidden?: ReadonlySet<Key>;
  /** The object holds the fields of this secret, except for those in `entries` and `gone`. */
  readonly secret?: { readonly read: SecretReference; readonly requires: Requirement };
  /** The type of a library's instance: `collections.Counter`, `ValueError`. */
  readonly path?: string;
  /** The arguments of a library class's constructor: the message of an exception. */
  readonly passed?: readonly PassedArgument[];
  /** Called for a key that does not exist, to create its value: `defaultdict(list)`. */
  readonly missing?: Value;
  /** For the items of a generator: its return value. */
  readonly returned?: Value;
  /**
   * For the items of a generator: its function with the arguments, which runs again with the values sent to
   * it.
   */
  readonly resumed?: Value;
  /** The maximum length of the list. Further ones replace those at the start: `deque(maxlen=5)`. */
  readonly limit?: number;
  /** All calls of a function share the object: the default value of a parameter in Python. */
  readonly isShared?: boolean;
  /** Changes have no effect: `Object.freeze`. */
  readonly isFrozen?: boolean;
  /** For a proxy of JavaScript: the function that reads its attributes by their names. */
  readonly reader?: Value;
  /** For `object.__dict__`: the object whose attributes the entries are. */
  readonly attributesOf?: Value;
  /** The arguments that an instance was created with. */
  readonly created?: readonly PassedArgument[];
}
