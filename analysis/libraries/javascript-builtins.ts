import type { Effect, EffectName } from './library.ts';
import { rows, words } from './rows.ts';

const language: readonly (readonly [string, Effect])[] = [
  ['String', 'text'],
  // A pattern is its source.
  ['RegExp', 'same'],
  ['JSON.stringify', 'shown'],
  ['JSON.parse', 'parse'],
  ...rows(
    'keep',
    'encodeURIComponent encodeURI decodeURIComponent decodeURI escape unescape btoa atob String.raw',
  ),
  ...rows('keys of', 'keys getOwnPropertyNames', 'Object.'),
  ...rows('values of', 'values', 'Object.'),
  ...rows('items of', 'entries', 'Object.'),
  ...rows('from items', 'fromEntries', 'Object.'),
  ...rows('assign', 'assign', 'Object.'),
  ...rows('same', 'seal preventExtensions', 'Object.'),
  ['Object.freeze', 'freeze'],
  ...rows('dictionary', 'create', 'Object.'),
  ['Object', 'same'],
  ['Proxy', 'proxy'],
  ['Reflect.ownKeys', 'keys of'],
  ['Reflect.get', 'get attribute'],
  ['Reflect.set', 'set attribute'],
  ...rows('nothing', 'getPrototypeOf hasOwn is isFrozen isSealed', 'Object.'),
  ...rows('items as list', 'Array.from Array.fromAsync'),
  ...rows('gather', 'Array Array.of'),
  ['Array.isArray', 'is of type'],
  ...rows('dictionary', 'Map WeakMap URLSearchParams Headers FormData'),
  ...rows('set', 'Set WeakSet'),
  // Spreading an object.
  ...rows('dictionary', 'dict'),
  ...rows('update', 'dict.update'),
  // The keys that `for … in` iterates over.
  ...rows('keys of', 'dict.names'),
  ...rows('run', 'resolve', 'Promise.'),
  ...rows('all', 'all allSettled any race', 'Promise.'),
  ['Promise', 'promise'],
  ['Promise.try', 'call'],
  ['Promise.reject', 'reject'],
  ...rows('settle', 'resolve reject', 'Promise.settle.'),
  ...rows('then', 'then catch finally', 'Promise.'),
  ...rows('call', 'setTimeout setInterval setImmediate queueMicrotask'),
  ['structuredClone', 'deep copy'],
  ...rows('letters', 'String.fromCharCode String.fromCodePoint'),
  ['Intl.ListFormat', { makes: 'Intl.ListFormat' }],
  ['Intl.ListFormat.format', 'texts'],
  ['URL', 'address'],
  ...rows('address text', 'toString toJSON', 'URL.'),
  ...rows('define attribute', 'defineProperty', 'Object.'),
  ...rows('nothing', 'canParse createObjectURL revokeObjectURL', 'URL.'),
  ['TextEncoder', { makes: 'TextEncoder' }],
  ['TextDecoder', { makes: 'TextDecoder' }],
  ...rows('keep', 'TextEncoder.encode TextDecoder.decode'),
  // Callbacks run even if their object is not followed.
  ...rows('then', 'then catch finally', '?.'),
  ...rows('for each', 'forEach', '?.'),
  ...rows('map', 'map', '?.'),
  ...rows(
    'nothing',
    `Number Boolean BigInt Symbol Date parseInt parseFloat isNaN isFinite Number.* Math.* Date.* Intl.* BigInt.*
    Symbol.* performance.* clearTimeout clearInterval clearImmediate`,
  ),
];

const node: readonly (readonly [string, Effect])[] = [
  ['Buffer.from', 'keep'],
  ...rows('texts', 'Buffer.concat buffer.Buffer.concat'),
  ['Buffer.*', 'nothing'],
  ...rows('keep', 'buffer.Buffer.from buffer.btoa buffer.atob'),
  ...rows('nothing', 'crypto.* process.* os.* path.* events.* perf_hooks.* worker_threads.* async_hooks.*'),
  ...rows('keep', 'path.join path.resolve path.normalize path.posix.join'),
  ['events.EventEmitter', { makes: 'events.EventEmitter' }],
  ...rows('listen', 'on once addListener prependListener prependOnceListener', 'events.EventEmitter.'),
  ['events.EventEmitter.emit', 'emit'],
  ...rows('mask', 'gzipSync deflateSync deflateRawSync brotliCompressSync', 'zlib.'),
  ...rows('masked value', 'gunzipSync inflateSync inflateRawSync unzipSync brotliDecompressSync', 'zlib.'),
  ['process.nextTick', 'call'],
  ['util.inspect', 'shown'],
  ...rows('texts', 'util.format util.formatWithOptions'),
  ...rows('keep', 'util.styleText util.stripVTControlCharacters'),
  ...rows('same', 'util.promisify util.callbackify util.deprecate'),
  ['util.*', 'nothing'],
  ...rows('shown', 'stringify encode', 'querystring.'),
  ...rows('parse', 'parse decode', 'querystring.'),
  ...rows('keep', 'escape unescape', 'querystring.'),
  ['url.URL', 'address'],
  ['url.parse', 'parse address'],
  ['url.URLSearchParams', 'dictionary'],
  ['url.format', 'shown'],
  ...rows('call', 'setTimeout setInterval setImmediate', 'timers.'),
  ...rows('nothing', 'timers/promises.* timers.promises.*'),
  ...rows(
    'use',
    'fs.* fs/promises.* http.* https.* net.* tls.* dns.* child_process.* stream.* zlib.* readline.*',
  ),
];

const errors = 'Error TypeError RangeError SyntaxError EvalError ReferenceError URIError AggregateError';

/** Attributes of built-in objects that are computed when they are read. */
export const javaScriptAttributes: ReadonlyMap<string, EffectName> = new Map<string, EffectName>([
  ...words(errors).flatMap((name): readonly (readonly [string, EffectName])[] => [
    [`${name}.message`, 'error message'],
    [`${name}.stack`, 'error message'],
    [`${name}.cause`, 'error cause'],
  ]),
  ['AggregateError.errors', 'error list'],
  ['URL.href', 'address text'],
  ['URL.search', 'address query'],
]);

/** The built-in functions of JavaScript and Node.js, except for sinks. */
export const javaScriptBuiltins: readonly (readonly [string, Effect])[] = [...language, ...node];
