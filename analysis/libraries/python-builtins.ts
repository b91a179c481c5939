import type { Effect } from './library.ts';
import { pythonMethods } from './python-methods.ts';
import { rows, unbound } from './rows.ts';

export const pythonBuiltins: readonly (readonly [string, Effect])[] = [
  ...rows('text', 'str bytes bytearray format'),
  ...rows('shown', 'repr ascii'),
  ['memoryview', 'keep'],
  ['len', 'length'],
  ['isinstance', 'is of type'],
  ...rows('dictionary', 'dict dict.fromkeys'),
  ['list', 'list'],
  ['tuple', 'tuple'],
  ...rows('set', 'set frozenset'),
  ...rows('items as list', 'sorted reversed iter aiter'),
  ...rows('one item', 'next anext min max'),
  ['enumerate', 'enumerate'],
  ['zip', 'zip'],
  ...rows('test', 'any all'),
  ['range', 'range'],
  ['map', 'map of'],
  ['filter', 'filter of'],
  ['getattr', 'get attribute'],
  ...rows('set attribute', 'setattr object.__setattr__'),
  ['object.__new__', 'new instance'],
  ['vars', 'attributes'],
  ['locals', 'variables'],
  ...rows('decorate', 'staticmethod classmethod'),
  ['property', 'property'],
  ['open', { makes: 'io.TextIOWrapper' }],
  ...rows(
    'nothing',
    `bool int float complex hash id type issubclass callable hasattr sum abs round pow
    divmod ord chr hex oct bin dir help input eval exec globals object slice breakpoint __import__
    compile int.from_bytes`,
  ),
  ...rows('table', 'str.maketrans bytes.maketrans'),
  ['bytes.fromhex', 'keep'],
  ...unbound('str', pythonMethods.text),
  ...unbound('bytes', pythonMethods.text),
  ...unbound('bytearray', pythonMethods.text),
  ...unbound('dict', pythonMethods.dictionary),
  ...unbound('list', pythonMethods.list),
  ...unbound('tuple', pythonMethods.tuple),
  ...unbound('set', pythonMethods.set),
  ...unbound('frozenset', pythonMethods.set),
];
