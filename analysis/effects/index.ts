import type { Value } from '../engine/model.ts';
import type { EffectName } from '../libraries/library.ts';
import type { ApplyEffect, LibraryCall, Run } from '../engine/run.ts';
import { unknown } from '../engine/values.ts';
import { isOfType, noEffect } from './nothing.ts';
import * as addresses from './addresses.ts';
import * as attributes from './attributes.ts';
import * as callbacks from './callbacks.ts';
import * as contexts from './contexts.ts';
import * as dictionaries from './dictionaries.ts';
import * as entries from './entries.ts';
import * as entryLists from './entry-lists.ts';
import * as errorParts from './error-parts.ts';
import * as errors from './errors.ts';
import * as generators from './generators.ts';
import * as listeners from './listeners.ts';
import * as lists from './lists.ts';
import * as masks from './masks.ts';
import * as matches from './matches.ts';
import * as parsing from './parsing.ts';
import * as promises from './promises.ts';
import * as records from './records.ts';
import * as streams from './streams.ts';
import * as templates from './templates.ts';
import * as slices from './slices.ts';
import * as splitting from './splitting.ts';
import * as texts from './texts.ts';

const effects: Readonly<Record<Exclude<EffectName, 'then'>, ApplyEffect>> = {
  nothing: noEffect,
  use: () => unknown,
  'is of type': isOfType,

  keep: texts.keep,
  'keep receiver': texts.keepReceiver,
  text: texts.text,
  shown: texts.shown,
  texts: texts.texts,
  length: texts.length,
  replace: texts.replace,
  position: slices.position,
  letters: texts.ofCodes,
  translate: texts.translate,
  table: texts.table,
  join: texts.joinTexts,
  'join items': texts.joinItems,
  format: templates.format,
  'format map': templates.formatMap,
  substitute: templates.substitute,
  split: splitting.split,

  dictionary: dictionaries.dictionary,
  list: lists.list,
  tuple: lists.tuple,
  set: lists.set,
  get: dictionaries.get,
  pop: dictionaries.pop,
  'set default': dictionaries.setDefault,
  put: dictionaries.put,
  'remove key': dictionaries.removeKey,
  merge: dictionaries.merge,
  update: dictionaries.update,
  keys: entryLists.keys,
  values: entryLists.values,
  items: entryLists.items,
  'keys of': entryLists.keysOf,
  'values of': entryLists.valuesOf,
  'items of': entryLists.itemsOf,
  'from items': dictionaries.fromItems,
  assign: dictionaries.assign,
  defaults: entries.defaults,
  pick: entries.pick,
  omit: entries.omit,
  add: entries.add,

  copy: parsing.copy,
  'copy of': parsing.copyOf,
  'deep copy': parsing.deepCopy,
  same: parsing.same,
  'compile pattern': parsing.compilePattern,
  receiver: parsing.receiverItself,

  written: streams.written,
  'write to': streams.writeTo,
  'redirect output': streams.redirectOutput,
  'output again': streams.outputAgain,
  record: records.record,
  'record text': records.recordText,
  'shape records': records.shape,
  append: lists.append,
  extend: lists.extend,
  insert: lists.insert,
  clear: lists.clear,
  splice: lists.splice,
  'with item': lists.withItem,
  fill: lists.fill,
  concat: lists.concat,
  reverse: lists.reverse,
  'item at': lists.itemAt,
  'items as list': lists.itemsAsList,
  'one item': lists.oneItem,
  send: generators.send,
  repeat: lists.repeat,
  test: lists.test,
  'slice items': slices.sliceItems,
  enumerate: lists.enumerate,
  zip: lists.zip,
  range: lists.range,

  'test items': callbacks.testItems,
  'map of': callbacks.mapOf,
  'filter of': callbacks.filterOf,
  'star map': callbacks.starMap,
  map: callbacks.map,
  filter: callbacks.filter,
  'for each': callbacks.forEach,
  find: callbacks.find,
  reduce: callbacks.reduce,
  'flat map': callbacks.flatMap,
  sort: callbacks.sort,
  'reduce of': callbacks.reduceOf,
  call: callbacks.callFirst,
  partial: callbacks.partial,
  bind: callbacks.bind,
  apply: callbacks.apply,
  'call this': callbacks.callThis,
  run: callbacks.runFirst,
  all: promises.all,
  promise: promises.promise,
  settle: promises.settle,
  reject: promises.reject,
  gather: callbacks.gather,
  decorate: callbacks.decorate,
  context: contexts.context,
  property: attributes.property,
  proxy: attributes.proxy,

  'get attribute': attributes.getAttribute,
  'set attribute': attributes.setAttribute,
  attributes: attributes.attributes,
  freeze: attributes.freeze,
  'replace fields': attributes.replaceFields,
  'named tuple': attributes.namedTuple,
  'make record': attributes.makeRecord,
  'new type': attributes.newType,
  'item getter': attributes.itemGetter,
  'attribute getter': attributes.attributeGetter,

  match: matches.match,
  group: matches.group,
  'get entry': dictionaries.getEntry,
  method: attributes.methodCaller,
  'field default': attributes.fieldDefault,
  'fields of': attributes.recordFields,
  'new instance': attributes.newInstance,
  variables: masks.variables,
  mask: masks.mask,
  'masked value': masks.maskedValue,

  'error text': errors.errorText,
  'print errors': errors.printErrors,
  enter: errors.enter,

  listen: listeners.listen,
  emit: listeners.emit,

  'define attribute': attributes.defineAttribute,
  'error message': errorParts.errorMessage,
  'error cause': errorParts.errorCause,
  'error list': errorParts.errorList,

  parse: parsing.parse,
  address: addresses.address,
  'address text': addresses.addressText,
  'address query': addresses.addressQuery,
  'parse address': parsing.parseAddress,
};

/** Applies a library function's effect from the tables. */
export function applyEffect(run: Run, effect: EffectName, call: LibraryCall): Value {
  // An object with a member of this name looks like a promise to the linter.
  const apply = effect === 'then' ? promises.thenCalls : effects[effect];
  return apply(run, call);
}
