import type { Effect, Library } from './library.ts';
import { rows } from './rows.ts';

const text: ReadonlyMap<string, Effect> = new Map([
  ...rows(
    'keep receiver',
    `strip lstrip rstrip encode decode lower upper title capitalize casefold swapcase ljust rjust center zfill
    expandtabs removeprefix removesuffix hex tobytes __str__ __repr__ __format__`,
  ),
  ['translate', 'translate'],
  ...rows('position', 'index find'),
  ...rows('split', 'split rsplit splitlines partition rpartition'),
  // A compiled pattern is its source.
  ...rows('replace', 'replace sub subn'),
  ...rows('match', 'search match fullmatch findall finditer'),
  ...rows('substitute', 'substitute safe_substitute'),
  ['__add__', 'keep'],
  ['join', 'join'],
  ['format', 'format'],
  ['format_map', 'format map'],
  ['result', 'receiver'],
  ...rows(
    'nothing',
    `startswith endswith rfind rindex count isalnum isalpha isascii isdecimal isdigit isidentifier
    islower isnumeric isprintable isspace istitle isupper
    __len__ __eq__ __ne__ __contains__ __hash__ __bool__`,
  ),
]);

const dictionary: ReadonlyMap<string, Effect> = new Map([
  ...rows('get', 'get __getitem__'),
  ...rows('pop', 'pop popitem'),
  ...rows('put', '__setitem__'),
  ['__delitem__', 'remove key'],
  ['setdefault', 'set default'],
  // `configparser` keeps its sections like a dictionary.
  ...rows('update', 'update read_dict'),
  ['keys', 'keys'],
  ['values', 'values'],
  ...rows('items', 'items most_common'),
  ...rows('copy', 'copy __copy__'),
  ['clear', 'clear'],
  ['result', 'receiver'],
  ...rows('nothing', '__len__ __contains__ __eq__ move_to_end total has_key'),
]);

const list: ReadonlyMap<string, Effect> = new Map([
  ...rows('append', 'append write put put_nowait'),
  ...rows('extend', 'extend extendleft writelines'),
  ...rows('insert', 'insert appendleft'),
  // A queue is the list of its items.
  ...rows('pop', 'pop popleft get get_nowait'),
  ['remove', 'remove key'],
  ['clear', 'clear'],
  ['reverse', 'reverse'],
  ...rows('sort', 'sort rotate'),
  ...rows('copy', 'copy __copy__'),
  ['concat', 'concat'],
  // A text stream is the list of what was written to it.
  ...rows('join items', 'getbuffer getvalue read readline'),
  ...rows('one item', '__next__ __anext__'),
  ...rows('send', 'send asend'),
  ...rows('receiver', 'result __iter__ __aiter__'),
  ...rows(
    'nothing',
    'empty full qsize task_done join index count close aclose flush seek tell truncate __len__ __contains__ __eq__',
  ),
]);

const tuple: ReadonlyMap<string, Effect> = new Map([
  ['concat', 'concat'],
  ['result', 'receiver'],
  ...rows('nothing', 'index count __len__ __contains__ __eq__'),
]);

const set: ReadonlyMap<string, Effect> = new Map([
  ['add', 'append'],
  ...rows('extend', 'update symmetric_difference_update'),
  ...rows('concat', 'union symmetric_difference'),
  ...rows('copy', 'copy difference intersection'),
  ...rows('remove key', 'discard remove difference_update intersection_update'),
  ['pop', 'pop'],
  ['clear', 'clear'],
  ['result', 'receiver'],
  ...rows('nothing', 'isdisjoint issubset issuperset __len__ __contains__ __eq__'),
]);

const functions: ReadonlyMap<string, Effect> = new Map(
  rows('nothing', 'cache_clear cache_info cache_parameters'),
);

const instance: ReadonlyMap<string, Effect> = new Map([
  ...rows('attributes', '_asdict'),
  ...rows('replace fields', '_replace'),
]);

/** The methods of Python's strings and collections. */
export const pythonMethods: Library['methods'] = {
  text,
  dictionary,
  list,
  tuple,
  set,
  function: functions,
  promise: new Map(),
  instance,
};
