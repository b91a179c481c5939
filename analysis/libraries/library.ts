import type { SinkKind } from '../model/secret-use.ts';
import type { ProjectTable } from './project-functions.ts';

/**
 * The effect of a known function on its receiver and its arguments. The result of a function that is in no
 * table is unknown, and its name decides whether it may change the dictionaries and lists that are passed to
 * it.
 *
 * Functions whose result contains no value, and which change nothing:
 *
 * - `nothing`: `len`, `isinstance`, `str.startswith`, hashes
 * - `is of type`: tests whether its first argument has the type in the second (`isinstance`)
 * - `use`: sends its arguments where they belong (`requests.post`)
 *
 * Functions whose result is a string that contains a value:
 *
 * - `keep`: contains the receiver and all arguments that are strings (`strip`, `b64encode`, `quote`)
 * - `keep receiver`: contains the receiver only (`encode("utf-8")`, `padEnd`)
 * - `text`: the first argument, converted to a string (`str`, `String`)
 * - `shown`: all that the first argument, or else the receiver, contains at any depth (`json.dumps`,
 *   `JSON.stringify`, `repr`)
 * - `texts`: all that any argument contains (`util.format`) · `length`: how long a literal is
 * - `replace`: the receiver with some strings replaced (`str.replace`, `re.sub`): contains the replacement, and the
 *   receiver unless what is replaced can be the value
 * - `position`: where a string contains the first argument (`text.index`)
 * - `letters`: the text that its arguments are letters of (`String.fromCharCode`)
 * - `translate`: the receiver, unless the table in the first argument replaces letters or digits · `table`:
 *   such a table (`str.maketrans`)
 * - `join`: the items of the first argument, separated by the receiver · `join items`: the items of the receiver
 *   (`Array.join`)
 * - `format`: `"…{}…".format(…)`; the placeholders in the template decide which arguments are contained
 * - `format map`: likewise with a dictionary · `substitute`: likewise for `$name` (`string.Template`)
 *
 * Functions that create, read and change collections:
 *
 * - `split`: a list of parts of the receiver
 * - `dictionary`: `dict(…)` · `list`, `tuple`, `set`: of the items of the first argument
 * - `get`, `pop`, `set default`, `put` (`map.set(key, value)`), `remove key` (`map.delete`, also `set.discard(item)`)
 * - `merge`: a new dictionary with the entries of the receiver and the arguments (`operator.or_`)
 * - `update`: puts entries of dictionaries or keyword arguments into the receiver
 * - `keys`, `values`, `items`: of the receiver (`dict.items`) · `keys of`, `values of`, `items of`: of the first
 *   argument (`Object.entries`) · `from items`: a dictionary of pairs (`Object.fromEntries`)
 * - `assign`: `Object.assign(target, …sources)` · `defaults`: likewise for entries that the target does not have
 * - `pick`, `omit`: a copy of the first argument with only some entries, or without them
 * - `add`: adds a value under a key, next to those that are there (`URLSearchParams.append`)
 * - `copy`: a shallow copy of the receiver · `copy of`: of the first argument · `deep copy`: of the first
 *   argument at all depths · `same`: the first argument itself (`Object.seal`) · `receiver`: the receiver itself ·
 *   `freeze`: the first argument, which can no longer be changed
 * - `append`, `extend`, `insert`, `clear`, `concat`, `reverse` (in place), `item at` (`list.at`)
 * - `written`: an object that writes to the stream in its first argument (`csv.writer`) · `write to`: its methods,
 *   which write their arguments to that stream
 * - `redirect output`: a context manager that writes what is printed to its argument (`contextlib.redirect_stdout`)
 *   · `output again`: its end
 * - `record`: a record of a log (`logging.makeLogRecord`) · `record text`: its message (`record.getMessage`) ·
 *   `shape records`: filters and formatters of a project decide what the receiver shows (`logger.addFilter`)
 * - `items as list`: all items of the receiver or the first argument, in any order (`sorted`, `Array.from`, whose
 *   second argument is called as by `map`)
 * - `one item`: one of the items of the receiver or the first argument (`next`, `min`, `random.choice`), or the
 *   default
 * - `send`: the same for a generator to which a value is sent (`generator.send`)
 * - `slice items`: some of the items of the receiver, or a part of a string
 * - `enumerate`, `zip`, `range`, `repeat` (the first argument, any number of times), `test` (`any`, `all`)
 * - `splice` (also for changed copies: `toSpliced`), `with item` (`array.with(index, item)`), `fill`: of arrays
 *
 * Functions that call others:
 *
 * - `test items`: calls its callback for each item (`every`, `some`, `findIndex`)
 * - `map of`, `filter of`: `map(function, items)` · `star map`: with the items of each item as arguments · `map`, `filter`, `for each`, `find`, `reduce`, `flat map`,
 *   `sort`: methods with a callback · `reduce of`: `functools.reduce(function, items, start)`
 * - `call`: calls its first argument with the others (`executor.submit`, `asyncio.to_thread`)
 * - `partial`: binds the first argument with the others · `bind`, `apply`, `call this`: of JavaScript functions
 * - `run`: the result of the first argument, which is a coroutine or promise (`asyncio.run`, `Promise.resolve`)
 * - `all`: a list of the results of the items (`Promise.all`) · `gather`: of the arguments
 * - `promise`: `new Promise((resolve, reject) => …)` · `settle`: calls of its `resolve` and `reject` · `reject`:
 *   a promise that is rejected with the first argument
 * - `then`: calls the callbacks of `then`, `catch` and `finally` with the outcome of the receiver
 * - `decorate`: a decorator that changes nothing (`lru_cache`, also with arguments)
 * - `context`: makes a context manager from a generator function, whose end runs after the block (`contextlib.contextmanager`)
 *
 * - `listen`: keeps a listener of an event (`emitter.on`) · `emit`: calls the listeners of an event
 *
 * Functions for attributes and classes:
 *
 * - `get attribute`, `set attribute`: `getattr(object, name, default)`, `setattr(object, name, value)`
 * - `define attribute`: `Object.defineProperty(object, name, { value })`
 * - `attributes`: a dictionary of the attributes of the first argument (`vars`, `dataclasses.asdict`)
 * - `replace fields`: a copy with some attributes replaced (`dataclasses.replace`, `_replace`)
 * - `named tuple`: a record class with the given field names
 * - `make record`: an instance of the receiver, with the items of the first argument (`Creds._make`)
 * - `new type`: a function that returns its argument (`typing.NewType`)
 * - `item getter`, `attribute getter`, `method`: a function that reads an item or an attribute, or calls a method
 *   (`operator.itemgetter`, `attrgetter`, `methodcaller`), and calls of that function
 * - `proxy`: an object whose attributes a function reads (`new Proxy(target, { get })`)
 * - `property`: a value of a class that reads an attribute (`property(read)`)
 * - `field default`: the default of a field of a data class (`field(default_factory=list)`)
 * - `fields of`: a list of objects with the names of the fields (`dataclasses.fields`)
 * - `variables`: a dictionary of the variables of the function that is running (`locals`)
 * - `mask`: an object whose text hides the first argument (`SecretStr`, `zlib.compress`) · `masked value`: that
 *   argument
 * - `new instance`: an instance of the class that is passed (`object.__new__`)
 *
 * Functions for exceptions and context managers:
 *
 * - `error text`: the text of the exceptions that are being handled, or of the arguments (`traceback.format_exc`)
 * - `print errors`: writes this text to the log (`traceback.print_exc`)
 * - `error message`, `error cause`, `error list`: the attributes `message` (also `stack`), `cause` and `errors` of
 *   a JavaScript error
 * - `enter`: what `with` would bind (`stack.enter_context`)
 *
 * Functions that take strings apart:
 *
 * - `compile pattern`: a pattern that is the text in the first argument (`re.compile`)
 * - `match`: what a pattern takes from a string (`re.search`) · `group`: a part of it (`match.group`)
 * - `parse`: the parts of a string by name (`json.loads`, `parse_qs`): fields whose names look like credentials hold
 *   the value
 * - `parse address`: the parts of a URL (`urlparse`): `.password`, `.netloc` and `.href` hold the value;
 *   `.hostname`, `.port`, `.scheme` and `.path` do not
 * - `address`: `new URL(text)`, whose parts can be changed · `address text`, `address query`: all of it, and its
 *   query (`url.href`, `url.search`)
 * - `get entry`: `get(section, key)` of dictionaries in a dictionary (`configparser`)
 */
export type EffectName =
  | 'nothing'
  | 'use'
  | 'proxy'
  | 'listen'
  | 'emit'
  | 'is of type'
  | 'keep'
  | 'keep receiver'
  | 'text'
  | 'shown'
  | 'texts'
  | 'length'
  | 'replace'
  | 'position'
  | 'letters'
  | 'translate'
  | 'table'
  | 'join'
  | 'join items'
  | 'format'
  | 'format map'
  | 'substitute'
  | 'split'
  | 'compile pattern'
  | 'dictionary'
  | 'list'
  | 'tuple'
  | 'set'
  | 'get'
  | 'pop'
  | 'set default'
  | 'put'
  | 'remove key'
  | 'merge'
  | 'update'
  | 'keys'
  | 'values'
  | 'items'
  | 'keys of'
  | 'values of'
  | 'items of'
  | 'from items'
  | 'assign'
  | 'defaults'
  | 'pick'
  | 'omit'
  | 'add'
  | 'copy'
  | 'copy of'
  | 'deep copy'
  | 'same'
  | 'freeze'
  | 'receiver'
  | 'write to'
  | 'written'
  | 'redirect output'
  | 'output again'
  | 'record'
  | 'record text'
  | 'shape records'
  | 'append'
  | 'extend'
  | 'insert'
  | 'clear'
  | 'concat'
  | 'reverse'
  | 'item at'
  | 'items as list'
  | 'one item'
  | 'send'
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
  | 'error list'
  | 'address'
  | 'address text'
  | 'address query'
  | 'test items'
  | 'map of'
  | 'filter of'
  | 'star map'
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
  | 'property'
  | 'get attribute'
  | 'set attribute'
  | 'attributes'
  | 'replace fields'
  | 'named tuple'
  | 'make record'
  | 'new type'
  | 'item getter'
  | 'attribute getter'
  | 'method'
  | 'match'
  | 'group'
  | 'get entry'
  | 'field default'
  | 'fields of'
  | 'new instance'
  | 'variables'
  | 'mask'
  | 'masked value'
  | 'error text'
  | 'print errors'
  | 'enter'
  | 'parse'
  | 'parse address';

export type Effect =
  | EffectName
  | SinkEffect
  /** The result is an instance of the type with this path: `logging.Logger`. */
  | MakingEffect;

export interface MakingEffect {
  readonly makes: string;
  /** The result is not followed if one of these options is given: `redact` of a logger. */
  readonly unless?: ReadonlySet<string>;
  /** It logs what it was created with in each message: `logger.bind(user=…)`. */
  readonly keepsContext?: true;
}

export interface SinkEffect {
  readonly sink: SinkKind;
  /** The positions of arguments that are not written: the level of `logger.log(level, …)`, the key of `set`. */
  readonly except?: readonly number[];
  /** The names of keyword arguments that are not written. */
  readonly exceptNamed?: readonly string[];
  /** The call is harmless if the keyword argument with this name is none of the given paths: `file`. */
  readonly unless?: StreamArgument & { readonly isNot: readonly string[] };
  /** Shows the exception that is being handled, always or if a keyword argument such as `exc_info` asks for it. */
  readonly showsErrors?: 'always' | 'if asked';
  /** The argument with the stream that is written to instead: `file`. */
  readonly stream?: StreamArgument;
  /** The first argument is a template for the others, with places such as `%s` and `%(name)s`. */
  readonly template?: 'percent';
  /** The name of the sink in messages. Default: the callee as written, without whitespace. */
  readonly called?: string;
}

/** An argument that says where the others are written. */
interface StreamArgument {
  readonly name: string;
  readonly position?: number;
}

/** The tables of the functions of a language and its libraries. */
export interface Library {
  /**
   * By path: `print`, `json.dumps`, `conv.say`. A path that ends in `.*` stands for all members that have no row of
   * their own. Paths begin with a builtin, an imported module, `conv` for a conversation, the path of a type
   * (`logging.Logger.info`), or `?` for an object that is not followed.
   */
  readonly functions: ReadonlyMap<string, Effect>;
  /** The functions that the settings of a project name. */
  readonly project?: ProjectTable;
  /** By the type of the receiver and the name of the method. */
  readonly methods: Readonly<Record<ReceiverType, ReadonlyMap<string, Effect>>>;
  /** Classes of libraries whose keys are case-insensitive: `Headers`. */
  readonly caseless?: ReadonlySet<string>;
  /** Attributes of strings that are not functions and hold no value: `length`. */
  readonly harmlessAttributes: ReadonlySet<string>;
  /**
   * Attributes of library objects that are computed when they are read, by path: `URL.href`, `Error.message`.
   */
  readonly attributes?: ReadonlyMap<string, EffectName>;
  /** Attributes of a library's objects that are dictionaries, which code fills and reads: `session.headers`. */
  readonly keptAttributes?: ReadonlySet<string>;
  /** Collections of libraries that keep their entries until code removes them. */
  readonly collections: ReadonlySet<string>;
  /** Decorators that cache the results of a function. */
  readonly caching: ReadonlySet<string>;
  /** The objects that keep their contents, by path, with their names in messages: `conv.state`. */
  readonly stores: ReadonlyMap<string, string>;
  /** Whether a parameter or variable with this name and annotation is the platform's conversation. */
  isConversation(name: string, annotation: string | undefined): boolean;
  /** Whether an otherwise unknown object with this name is a logger. */
  isLogger(name: string): boolean;
  /** The methods that write to the log, on an object that is a logger only by its name. */
  readonly logMethods: ReadonlySet<string>;
  /** The effects of these methods on their arguments. */
  readonly logEffect: SinkEffect;
  /** The objects whose contents are part of their text, and those whose contents a log or JSON shows. */
  readonly inText: ReadonlySet<ShownType>;
  readonly inLog: ReadonlySet<ShownType>;
  /** Whether an empty list or dictionary counts as false. */
  readonly isEmptyFalse: boolean;
  /** The names of methods that the language itself calls, and of attributes that it provides. */
  readonly special: {
    readonly constructor: string;
    readonly text: readonly string[];
    readonly enter?: readonly string[];
    readonly exit?: readonly string[];
    readonly call?: string;
    /** The variable with all arguments of a call. */
    readonly arguments?: string;
    /** Creates the instance that the constructor then fills. */
    readonly create?: string;
    /** Called for attributes that an object does not have. */
    readonly getMember?: string;
    readonly getItem?: string;
    readonly setItem?: string;
    readonly removeItem?: string;
    /** The method of the left operand's class that computes an operation, and that of the right one's, by the sign. */
    readonly operators?: ReadonlyMap<string, { readonly left: string; readonly right: string }>;
    /** Gives the text of an object for a format: `f"{object:>8}"`. */
    readonly format?: string;
    /** The attribute of a class of dictionaries with a plain one. */
    readonly dataMember?: string;
    /** Called for a key that a dictionary does not have. */
    readonly missingItem?: string;
    /** Called on a value of a class when the attribute is read or set, and when the class is created. */
    readonly descriptors?: { readonly get: string; readonly set: string; readonly named: string };
    /** Called on the class that has a new class as its base. */
    readonly afterSubclass?: string;
    /** The attribute of a class with a dictionary whose keys are the names of its fields. */
    readonly annotations?: string;
    /** The attribute with a dictionary of all others. */
    readonly attributes?: string;
    /** Attributes of an exception: what it was created with, and the exception that led to it. */
    readonly passed?: string;
    readonly cause?: string;
    /** The names of a class with such a base are its instances. */
    readonly enumerations?: RegExp;
    /** Instead of `text`, for an instance inside of another object. */
    readonly inside?: readonly string[];
    /** Instead of `text`, for what a log shows of an instance, and for what JSON shows. */
    readonly shown?: readonly string[];
    readonly serialized?: readonly string[];
    /** The names of attributes that neither logs nor JSON show: `#key`. */
    readonly isPrivate?: RegExp;
    /** Methods that decide whether an instance counts as true, and library classes without them. */
    readonly truth?: readonly string[];
    readonly alwaysTrue?: RegExp;
    readonly iterate?: string;
    readonly iterateAsync?: string;
    /** The methods that give the next item of an iterator, and the member of their result that is the item. */
    readonly next?: { readonly methods: readonly string[]; readonly item?: string };
    /** Called after the fields of a new record are set. */
    readonly afterInit?: string;
    /** All calls of a function share the default values of its parameters. */
    readonly sharesDefaults?: boolean;
    /** A name that code tests to find out whether it runs as a program. */
    readonly program?: string;
    /** An exception in an `async` function rejects the promise that it returns. */
    readonly hasPromises?: boolean;
  };
  /** Types that `isinstance`, `typeof` and `instanceof` name: those of strings, and those of dictionaries. */
  readonly textTypes: ReadonlySet<string>;
  readonly dictionaryTypes: ReadonlySet<string>;
  /** What collections are instances of. */
  readonly collectionTypes: ReadonlyMap<string, 'list' | 'tuple' | 'set'>;
  /** Functions that test whether their first argument has the type in the second: `isinstance`. */
  readonly typeTests: ReadonlySet<string>;
  /** Record fields with such an annotation hold the result of this function for their values: `SecretStr`. */
  readonly converted?: { readonly annotation: RegExp; readonly by: string };
  /** The annotation of fields that a record only hands over to the method after its constructor: `InitVar`. */
  readonly passedOn?: RegExp;
  /** Keyword arguments of an exception whose text frameworks show: `detail`. */
  readonly shownByExceptions: RegExp;
  /** Whether these decorators, as written, show that the result of the function goes to the model. */
  isCalledByModel(decorators: readonly string[], firstParameter: string | undefined): boolean;
}

/** `record` is an instance of a data class or named tuple; `instance` is any other one. */
export type ShownType = 'dictionary' | 'list' | 'tuple' | 'set' | 'record' | 'instance';

/** The types of values that have methods. */
export type ReceiverType =
  'text' | 'dictionary' | 'list' | 'tuple' | 'set' | 'function' | 'promise' | 'instance';
