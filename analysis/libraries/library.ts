import type { SecretUseKind } from '../model/secret-use.ts';

/**
 * What a known function does with its receiver and its arguments. A function that is in no table may do
 * anything: its result is unknown, and the dictionaries and lists passed to it may have changed.
 *
 * Functions whose result says nothing about a value:
 *
 * - `nothing`: changes nothing (`len`, `isinstance`, `str.startswith`, hashes)
 * - `use`: hands its arguments out to where they belong and changes nothing (`requests.post`)
 *
 * Functions whose result is a text that contains a value:
 *
 * - `keep`: contains the receiver and all arguments that are texts (`strip`, `b64encode`, `quote`)
 * - `keep receiver`: contains the receiver only (`encode("utf-8")`, `padEnd`)
 * - `text`: the first argument, converted to a string (`str`, `String`)
 * - `shown`: all that its first argument contains, at any depth (`json.dumps`, `JSON.stringify`, `repr`)
 * - `texts`: like `shown`, for all arguments (`" ".join` is `join`)
 * - `replace`: contains the receiver unless a part of it is replaced by a text from a secret or a literal, and
 *   the replacement
 * - `join`: the items of the first argument, separated by the receiver; for `Array.join`: `join items`
 * - `format`: `"…{}…".format(…)`; the places in the template decide which arguments are contained
 * - `format map`, `substitute`: the same with a dictionary
 *
 * Functions that create, read and change collections:
 *
 * - `split`: a list of parts of the receiver
 * - `dictionary`: `dict(…)`; `list`, `tuple`, `set`: of the items of the first argument
 * - `get`, `pop`, `set default`, `put` (`map.set(key, value)`), `remove key` (`map.delete`)
 * - `update`: puts entries of dictionaries or keyword arguments into the receiver
 * - `keys`, `values`, `items`: of the receiver (`dict.items`) · `keys of`, `values of`, `items of`: of the first
 *   argument (`Object.entries`) · `from items`: a dictionary of pairs (`Object.fromEntries`)
 * - `assign`: `Object.assign(target, …sources)`
 * - `copy`: a shallow copy of the receiver · `copy of`: of the first argument · `deep copy`: of the first
 *   argument at all depths · `same`: the first argument itself (`Object.freeze`) · `receiver`: the receiver itself
 * - `append`, `extend`, `insert`, `clear`, `concat`, `reverse` (in place), `item at` (`list.at`)
 * - `written`: an object that writes to the stream that is its first argument; `write to`: writes the arguments
 *   there (`csv.writer`)
 * - `items as list`: all items of the first argument, in any order (`sorted`, `reversed`, `Array.from`); the
 *   second argument of `Array.from` is called as by `map`
 * - `one item`: one of the items of the first argument (`next`, `min`, `max`, `random.choice`) or the default
 * - `slice items`: some of the items of the receiver, or a part of a text
 * - `enumerate`, `zip`, `range`, `repeat` (any number of the first argument), `test` (`any`, `all`)
 * - `splice` (also for changed copies: `toSpliced`), `with item` (`array.with(index, item)`), `fill`: of arrays
 *
 * Functions that call others:
 *
 * - `map of`, `filter of`: `map(function, items)` · `map`, `filter`, `for each`, `find`, `reduce`, `flat map`,
 *   `sort`: methods with a callback · `reduce of`: `functools.reduce(function, items, start)`
 * - `call`: calls its first argument with the others (`executor.submit`, `asyncio.to_thread`)
 * - `partial`: binds the first argument with the others · `bind`, `apply`, `call this`: of JavaScript functions
 * - `run`: the result of the first argument, which is a coroutine or promise (`asyncio.run`, `Promise.resolve`)
 * - `all`: a list of the results of the items (`Promise.all`) · `gather`: of the arguments
 * - `promise`: `new Promise((resolve, reject) => …)` · `settle`: calls of its `resolve` and `reject` · `reject`:
 *   a promise that is rejected with the first argument
 * - `then`: calls the argument with the receiver · `decorate`: the result is the first argument (`lru_cache`)
 * - `context`: a function whose generator becomes a context manager (`contextlib.contextmanager`)
 *
 * Attributes:
 *
 * - `get attribute`, `set attribute`: `getattr(object, name, default)`, `setattr(object, name, value)`
 * - `attributes`: a dictionary of the attributes of the first argument (`vars`, `dataclasses.asdict`)
 * - `replace fields`: a copy with some attributes replaced (`dataclasses.replace`, `_replace`)
 * - `named tuple`: a record class with the given field names · `item getter`, `attribute getter`
 * - `match`: what a pattern takes from a text, and `group`: a part of it (`re.search`, `match.group`)
 * - `get entry`: `get(section, key)` of dictionaries in a dictionary
 * - `method`: a function that calls a method (`operator.methodcaller`)
 * - `field default`: the default of a field of a data class (`field(default_factory=list)`)
 * - `fields of`: a list of objects with the names of the fields (`dataclasses.fields`)
 * - `new instance`: an instance of the class that is passed (`object.__new__`)
 *
 * Exceptions:
 *
 * - `error text`: the text of the exceptions that are being handled, or of the arguments (`traceback.format_exc`)
 * - `print errors`: writes this text to the log (`traceback.print_exc`)
 * - `enter`: what `with` would bind (`stack.enter_context`)
 *
 * - `define attribute`: `Object.defineProperty(object, name, { value })`
 * - `error message`, `error cause`: of the receiver, an error of JavaScript
 *
 * Parsing:
 *
 * - `parse`: the result holds the parts of a text, by name (`json.loads`, `parse_qs`): fields whose names look
 *   like credentials hold the value · `parse address`: likewise for a URL (`.password`, `.netloc`,
 *   `.href` hold a value; `.hostname`, `.port`, `.scheme`, `.path` do not)
 * - `address`: `new URL(text)`, whose parts can be changed · `address text`, `address query`: of such a receiver ·
 *   `query text`: of `URLSearchParams`
 */
export type EffectName =
  | 'nothing'
  | 'use'
  | 'keep'
  | 'keep receiver'
  | 'text'
  | 'shown'
  | 'texts'
  | 'replace'
  | 'join'
  | 'join items'
  | 'format'
  | 'format map'
  | 'substitute'
  | 'split'
  | 'dictionary'
  | 'list'
  | 'tuple'
  | 'set'
  | 'get'
  | 'pop'
  | 'set default'
  | 'put'
  | 'remove key'
  | 'update'
  | 'keys'
  | 'values'
  | 'items'
  | 'keys of'
  | 'values of'
  | 'items of'
  | 'from items'
  | 'assign'
  | 'copy'
  | 'copy of'
  | 'deep copy'
  | 'same'
  | 'receiver'
  | 'write to'
  | 'written'
  | 'append'
  | 'extend'
  | 'insert'
  | 'clear'
  | 'concat'
  | 'reverse'
  | 'item at'
  | 'items as list'
  | 'one item'
  | 'repeat'
  | 'test'
  | 'slice items'
  | 'enumerate'
  | 'zip'
  | 'range'
  | 'splice'
  | 'with item'
  | 'fill'
  | 'promise'
  | 'settle'
  | 'reject'
  | 'define attribute'
  | 'error message'
  | 'error cause'
  | 'address'
  | 'address text'
  | 'address query'
  | 'query text'
  | 'map of'
  | 'filter of'
  | 'map'
  | 'filter'
  | 'for each'
  | 'find'
  | 'reduce'
  | 'flat map'
  | 'sort'
  | 'reduce of'
  | 'call'
  | 'partial'
  | 'bind'
  | 'apply'
  | 'call this'
  | 'run'
  | 'all'
  | 'gather'
  | 'then'
  | 'decorate'
  | 'context'
  | 'get attribute'
  | 'set attribute'
  | 'attributes'
  | 'replace fields'
  | 'named tuple'
  | 'item getter'
  | 'attribute getter'
  | 'method'
  | 'match'
  | 'group'
  | 'get entry'
  | 'field default'
  | 'fields of'
  | 'new instance'
  | 'error text'
  | 'print errors'
  | 'enter'
  | 'parse'
  | 'parse address';

/** Where a value ends that no one should see. */
export type SinkKind = Extract<SecretUseKind, 'log' | 'model' | 'state'>;

export type Effect =
  | EffectName
  | SinkEffect
  /** The result is an instance of the type with this path: `logging.Logger`. */
  | MakingEffect;

export interface MakingEffect {
  readonly makes: string;
  /** The names of options with which the result is not followed: `redact` of a logger. */
  readonly unless?: ReadonlySet<string>;
  /** What it is created with is part of all that it logs: `logger.bind(user=…)`. */
  readonly keepsContext?: true;
}

export interface SinkEffect {
  readonly sink: SinkKind;
  /** The positions of arguments that are not written: the level of `logger.log(level, …)`, the key of `set`. */
  readonly except?: readonly number[];
  /** The names of keyword arguments that are not written. */
  readonly exceptNamed?: readonly string[];
  /** A keyword argument with this name that is not one of the given paths makes the call harmless: `file`. */
  readonly unless?: { readonly name: string; readonly isNot: readonly string[] };
  /** Shows the exception that is being handled, always or if a keyword argument such as `exc_info` asks for it. */
  readonly showsErrors?: 'always' | 'if asked';
  /** The keyword argument with the stream that is written to instead: `file`. */
  readonly stream?: string;
  /** The first argument that is a text with `%s` or `%(name)s` is a template for those after it. */
  readonly template?: 'percent';
  /** The words for the sink in a message. Default: the callee as written, without whitespace. */
  readonly called?: string;
}

/** What is known about the functions of a language and its libraries. */
export interface Library {
  /**
   * By path: `print`, `json.dumps`, `conv.say`. A path that ends in `.*` stands for all members. Paths begin
   * with a builtin, an imported module, `conv` for a conversation, or the path of a type (`logging.Logger.info`).
   */
  readonly functions: ReadonlyMap<string, Effect>;
  /** Attributes that are not functions and hold the value (`keep`) or not (`nothing`), by path or type. */
  readonly methods: Readonly<Record<ReceiverType, ReadonlyMap<string, Effect>>>;
  /** Attributes of texts and collections that are not functions, such as `length`: they hold no value. */
  /** Classes of libraries whose keys have no case: `Headers`. */
  readonly caseless?: ReadonlySet<string>;
  readonly harmlessAttributes: ReadonlySet<string>;
  /** What objects that libraries create compute when an attribute is read, by path: `URL.href`, `Error.message`. */
  readonly attributes?: ReadonlyMap<string, EffectName>;
  /** Attributes of a library's objects that are dictionaries, which code fills and reads: `session.headers`. */
  readonly keptAttributes?: ReadonlySet<string>;
  /** The objects that keep what is put into them, by path, with the words for a message: `conv.state`. */
  readonly stores: ReadonlyMap<string, string>;
  /** Whether a parameter or variable with this name and annotation is the platform's conversation. */
  isConversation(name: string, annotation: string | undefined): boolean;
  /** Whether something with this name is a logger, if nothing else is known about it. */
  isLogger(name: string): boolean;
  readonly logMethods: ReadonlySet<string>;
  /** How a log method treats its arguments, on an unknown logger. */
  readonly logEffect: SinkEffect;
  /** The objects whose contents are part of their text, and those whose contents a log or JSON shows. */
  readonly inText: ReadonlySet<ShownType>;
  readonly inLog: ReadonlySet<ShownType>;
  /** Whether an empty list or dictionary counts as false. */
  readonly isEmptyFalse: boolean;
  /** The names of methods that the language itself calls. */
  readonly special: {
    readonly constructor: string;
    readonly text: readonly string[];
    readonly enter?: readonly string[];
    readonly exit?: readonly string[];
    readonly call?: string;
    /** Creates the instance that the constructor then fills. */
    readonly create?: string;
    /** Called for attributes that an object does not have. */
    readonly getMember?: string;
    readonly setItem?: string;
    /** The attribute with a dictionary of all others. */
    readonly attributes?: string;
    /** Attributes of an exception: what it was created with, and the exception that led to it. */
    readonly passed?: string;
    readonly cause?: string;
    /** The names of a class with such a base are its instances. */
    readonly enumerations?: RegExp;
    readonly getItem?: string;
    /** Instead of `text`, for what a log shows of an instance, and for what JSON shows. */
    readonly shown?: readonly string[];
    readonly serialized?: readonly string[];
    /** The names of attributes that neither logs nor JSON show: `#key`. */
    readonly isPrivate?: RegExp;
    readonly iterate?: string;
    readonly iterateAsync?: string;
    /** What an `async` function raises rejects the promise that it returns. */
    readonly hasPromises?: boolean;
    readonly afterInit?: string;
  };
  /** Types that `isinstance`, `typeof` and `instanceof` name: those of texts, and those of dictionaries. */
  readonly textTypes: ReadonlySet<string>;
  readonly dictionaryTypes: ReadonlySet<string>;
  /** Functions that tell the type of their first argument: `isinstance`; the second is the type. */
  readonly typeTests: ReadonlySet<string>;
  /** Keyword arguments of an exception whose text frameworks show: `detail`. */
  readonly shownByExceptions: RegExp;
  /** Decorators of functions whose result goes to the model. */
  isCalledByModel(decorators: readonly string[], firstParameter: string | undefined): boolean;
}

/** `record` is an instance of a data class or named tuple; `instance` is any other one. */
export type ShownType = 'dictionary' | 'list' | 'tuple' | 'set' | 'record' | 'instance';

/** The kinds of values with methods of their own. */
export type ReceiverType =
  'text' | 'dictionary' | 'list' | 'tuple' | 'set' | 'function' | 'promise' | 'instance';
