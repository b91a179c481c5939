import type { Library, ShownType } from './library.ts';
import { pythonBuiltins } from './python-builtins.ts';
import { pythonMethods } from './python-methods.ts';
import { pythonPackages } from './python-packages.ts';
import { pythonLog, pythonLogMethods, pythonSinks, pythonStores } from './python-sinks.ts';
import { pythonStandardLibrary } from './python-standard-library.ts';
import { words } from './rows.ts';

const loggerName = /^_*(?:p?log|logger|logging)$/i;
const conversationName = /^_?conv$/;
const describing = /^func_(?:description|parameter)\b/;

/** All collections and data classes show their contents. */
const shown: ReadonlySet<ShownType> = new Set(['dictionary', 'list', 'tuple', 'set', 'record']);

/** The tables for Python and its libraries. */
export const pythonLibrary: Library = {
  functions: new Map([...pythonBuiltins, ...pythonStandardLibrary, ...pythonPackages, ...pythonSinks]),
  methods: pythonMethods,
  harmlessAttributes: new Set(words('__class__ __name__ __doc__ __module__ __len__ pattern')),
  attributes: new Map([
    ['ExceptionGroup.exceptions', 'error list'],
    ['BaseExceptionGroup.exceptions', 'error list'],
  ]),
  keptAttributes: new Set(words('headers params cookies auth')),
  stores: pythonStores,
  isConversation(name, annotation) {
    return conversationName.test(name) || /(?:^|\.)Conversation\b/.test(annotation ?? '');
  },
  isLogger: (name) => loggerName.test(name),
  logMethods: new Set(pythonLogMethods),
  logEffect: pythonLog,
  inText: shown,
  inLog: shown,
  isEmptyFalse: true,
  special: {
    constructor: '__init__',
    text: ['__str__', '__repr__'],
    inside: ['__repr__'],
    enter: ['__enter__', '__aenter__'],
    exit: ['__exit__', '__aexit__'],
    call: '__call__',
    create: '__new__',
    getMember: '__getattr__',
    setItem: '__setitem__',
    removeItem: '__delitem__',
    operators: new Map(
      Object.entries({
        '+': 'add',
        '-': 'sub',
        '*': 'mul',
        '/': 'truediv',
        '//': 'floordiv',
        '%': 'mod',
        '@': 'matmul',
        '|': 'or',
        '&': 'and',
        '<<': 'lshift',
        '>>': 'rshift',
      }).map(([sign, name]) => [sign, { left: `__${name}__`, right: `__r${name}__` }]),
    ),
    format: '__format__',
    dataMember: 'data',
    missingItem: '__missing__',
    descriptors: { get: '__get__', set: '__set__', named: '__set_name__' },
    afterSubclass: '__init_subclass__',
    annotations: '__annotations__',
    attributes: '__dict__',
    passed: 'args',
    cause: '__cause__',
    enumerations: /^enum\.\w*(?:Enum|Flag)$/,
    getItem: '__getitem__',
    truth: ['__bool__', '__len__'],
    alwaysTrue: /^(?:object$|abc\.|typing\.|enum\.|pydantic\.BaseModel$|\w*(?:Error|Exception)$)/,
    iterate: '__iter__',
    iterateAsync: '__aiter__',
    next: { methods: ['__next__', '__anext__'] },
    sharesDefaults: true,
    program: '__name__',
    afterInit: '__post_init__',
  },
  collections: new Set(
    words('collections.defaultdict collections.OrderedDict collections.Counter collections.deque'),
  ),
  caching: new Set(words('functools.cache functools.lru_cache')),
  textTypes: new Set(words('str bytes bytearray')),
  dictionaryTypes: new Set(
    words(
      `dict Mapping MutableMapping collections.abc.Mapping collections.abc.MutableMapping typing.Mapping
      typing.MutableMapping typing.Dict typing.TypedDict typing_extensions.TypedDict collections.OrderedDict
      collections.UserDict`,
    ),
  ),
  collectionTypes: new Map([
    ['list', 'list'],
    ['List', 'list'],
    ['tuple', 'tuple'],
    ['Tuple', 'tuple'],
    ['set', 'set'],
    ['frozenset', 'set'],
    ['Set', 'set'],
  ]),
  typeTests: new Set(words('isinstance')),
  converted: { annotation: /\bSecret(?:Str|Bytes)\b/, by: 'pydantic.SecretStr' },
  passedOn: /\bInitVar\b/,
  shownByExceptions: /^(?:detail|message|msg|description|reason)$/,
  isCalledByModel(decorators, firstParameter) {
    if (firstParameter === undefined || !conversationName.test(firstParameter)) return false;
    return decorators.some((decorator) => describing.test(decorator));
  },
};
