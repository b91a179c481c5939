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

/** What is known about JavaScript, TypeScript and their libraries. */
export const javaScriptLibrary: Library = {
  functions: new Map([...javaScriptBuiltins, ...javaScriptPackages, ...javaScriptSinks]),
  methods: javaScriptMethods,
  attributes: javaScriptAttributes,
  caseless: new Set(['Headers']),
  harmlessAttributes: new Set(words('length byteLength constructor size lastIndex flags')),
  stores: javaScriptStores,
  isConversation: (name) => /^_?conv$/.test(name),
  // Many loggers hide values, so only those of well-known packages count.
  isLogger: () => false,
  logMethods: new Set(javaScriptLogMethods),
  logEffect: javaScriptLog,
  inText: new Set(['list', 'tuple']),
  inLog: new Set(['dictionary', 'list', 'tuple', 'set', 'record', 'instance']),
  isEmptyFalse: false,
  special: {
    constructor: 'constructor',
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
  typeTests: new Set(),
  shownByExceptions: /^message$/,
  isCalledByModel: () => false,
};
