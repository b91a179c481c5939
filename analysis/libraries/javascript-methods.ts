import type { Effect, Library } from './library.ts';
import { rows } from './rows.ts';

/** A promise counts as the value that it resolves to, so every value has these methods. */
const promise: readonly (readonly [string, Effect])[] = rows('then', 'then catch finally');

const ofEveryObject = 'hasOwnProperty isPrototypeOf propertyIsEnumerable';

const text: ReadonlyMap<string, Effect> = new Map([
  ...promise,
  ...rows(
    'keep receiver',
    `normalize padEnd padStart repeat toLocaleLowerCase toLocaleUpperCase toLowerCase toString toUpperCase
    toWellFormed trim trimEnd trimLeft trimRight trimStart valueOf toJSON`,
  ),
  ['concat', 'keep'],
  ...rows('replace', 'replace replaceAll'),
  ['indexOf', 'position'],
  ...rows('match', 'exec match matchAll'),
  ['split', 'split'],
  ...rows('slice items', 'slice subarray substr substring'),
  ...rows('item at', 'at charAt'),
  ...rows(
    'nothing',
    `charCodeAt codePointAt endsWith equals includes isWellFormed lastIndexOf localeCompare search startsWith test ${ofEveryObject}`,
  ),
]);

/** Plain objects, `Map`, `URLSearchParams`, `Headers` and `FormData`. */
const dictionary: ReadonlyMap<string, Effect> = new Map([
  ...promise,
  ...rows('get', 'get getAll'),
  ['set', 'put'],
  ['append', 'add'],
  ['delete', 'remove key'],
  ['forEach', 'for each'],
  ['entries', 'items'],
  ['keys', 'keys'],
  ['values', 'values'],
  ['clear', 'clear'],
  ...rows('keep receiver', 'toString toLocaleString'),
  ['valueOf', 'receiver'],
  ...rows('nothing', `has ${ofEveryObject}`),
]);

const list: ReadonlyMap<string, Effect> = new Map([
  ...promise,
  ['push', 'append'],
  ['unshift', 'insert'],
  ...rows('pop', 'pop shift'),
  ['concat', 'concat'],
  ...rows('join items', 'join toString toLocaleString'),
  ['slice', 'slice items'],
  ['map', 'map'],
  ['filter', 'filter'],
  ['forEach', 'for each'],
  ...rows('find', 'find findLast'),
  ...rows('test items', 'every findIndex findLastIndex some'),
  ...rows('reduce', 'reduce reduceRight'),
  ...rows('flat map', 'flat flatMap'),
  ...rows('splice', 'splice toSpliced'),
  ['with', 'with item'],
  ['fill', 'fill'],
  ['sort', 'sort'],
  ['reverse', 'reverse'],
  ...rows('items as list', 'toReversed toSorted values toArray'),
  ['at', 'item at'],
  ['entries', 'enumerate'],
  ['next', 'send'],
  ...rows('nothing', `includes indexOf keys lastIndexOf return ${ofEveryObject}`),
]);

const set: ReadonlyMap<string, Effect> = new Map([
  ...promise,
  ['add', 'append'],
  ['delete', 'remove key'],
  ['clear', 'clear'],
  ['forEach', 'for each'],
  ...rows('items as list', 'keys values'),
  ...rows('concat', 'symmetricDifference union'),
  ...rows('copy', 'difference intersection'),
  ...rows('nothing', `has isDisjointFrom isSubsetOf isSupersetOf ${ofEveryObject}`),
]);

/** The methods of JavaScript's strings, objects, arrays and functions. */
export const javaScriptMethods: Library['methods'] = {
  text,
  dictionary,
  list,
  tuple: list,
  set,
  function: new Map<string, Effect>([
    ['bind', 'bind'],
    ['call', 'call this'],
    ['apply', 'apply'],
    ['toString', 'nothing'],
  ]),
  promise: new Map(promise),
  instance: new Map(),
};
