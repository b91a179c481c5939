import { javaScriptAttributes, javaScriptBuiltins } from './javascript-builtins.ts';
import { javaScriptMethods } from './javascript-methods.ts';
import { javaScriptPackages } from './javascript-packages.ts';
import {
  javaScriptLog,
  javaScriptLogMethods,
  javaScriptSinks,
  javaScriptStores,
} from './javascript-sinks.ts';
import type { Library } from './library.ts';
import { words } from './rows.ts';

/** The tables for JavaScript, TypeScript and their libraries. */
export const javaScriptLibrary: Library = {
  functions: new Map([...javaScriptBuiltins, ...javaScriptPackages, ...javaScriptSinks]),
  methods: javaScriptMethods,
  attributes: javaScriptAttributes,
  caseless: new Set(['Headers']),
  harmlessAttributes: new Set(words('length byteLength constructor size lastIndex flags')),
  stores: javaScriptStores,
  isConversation: (name) => /^_?conv$/.test(name),
  // Many loggers hide values, so only loggers of well-known packages are sinks.
  isLogger: () => false,
  logMethods: new Set(javaScriptLogMethods),
  logEffect: javaScriptLog,
  inText: new Set(['list', 'tuple']),
  inLog: new Set(['dictionary', 'list', 'tuple', 'set', 'record', 'instance']),
  isEmptyFalse: false,
  special: {
    constructor: 'constructor',
    arguments: 'arguments',
    text: ['[Symbol.toPrimitive]', 'toString'],
    shown: ['[util.inspect.custom]', '[inspect.custom]'],
    serialized: ['toJSON'],
    isPrivate: /^#/,
    iterate: '[Symbol.iterator]',
    next: { methods: ['next'], item: 'value' },
    hasPromises: true,
    iterateAsync: '[Symbol.asyncIterator]',
  },
  collections: new Set(words('Map Set')),
  caching: new Set(),
  textTypes: new Set(words('string String')),
  dictionaryTypes: new Set(words('object Object')),
  collectionTypes: new Map([['Array', 'list']]),
  typeTests: new Set(words('Array.isArray')),
  shownByExceptions: /^message$/,
  isCalledByModel: () => false,
};
