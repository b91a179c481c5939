import type { IdiomProgram } from '../idioms/generate.ts';
import type { Idiom, Language } from '../idioms/idioms.ts';
import { Random } from '../random.ts';
import { Writer } from './writer.ts';

/** A program that chooses one of several regions, with the code that depends on the choice. */
interface Choosing {
  readonly to: Writer;
  readonly random: Random;
  readonly regions: readonly [string, ...string[]];
  /** A key for each region. */
  readonly keys: readonly (readonly [string, string])[];
  /** Reads the secret, after conditions. */
  readonly body: (variables: Variables) => void;
}

interface Variables {
  /** The variable that is set together with `region`. */
  readonly key?: string;
  readonly isInLoop?: boolean;
  /** Whether `region` can be assigned. */
  readonly isFixed?: boolean;
}

/** Ways to choose a region. */
const sources: Readonly<Record<string, (choosing: Choosing) => void>> = {
  loop: ({ to, regions, body }) =>
    to.define('step_1', [], () =>
      to.loop('region', JSON.stringify(regions.slice(0, 3)), () => body({ isInLoop: true, isFixed: true })),
    ),
  'an item': ({ to, regions, body }) =>
    to.define('step_1', [], () => {
      to.declare('region', `${JSON.stringify(regions)}[pick(${String(regions.length)})]`);
      body({});
    }),
  'a conditional': ({ to, regions: [first, second = first, third = first], body }) =>
    to.define('step_1', [], () => {
      to.declare(
        'region',
        to.choice('pick(2)', `"${first}"`, to.choice('pick(2)', `"${second}"`, `"${third}"`)),
      );
      body({});
    }),
  branches: ({ to, keys, body }) =>
    to.define('step_1', [], () => {
      to.declare('region', '""');
      to.declare('key', '""');
      branchesFor(to, keys);
      body({ key: 'key' });
    }),
  'a default and a branch': ({ to, keys: [first = ['', ''], second = first], body }) =>
    to.define('step_1', [], () => {
      to.declare('region', `"${first[0]}"`);
      to.declare('key', `"${first[1]}"`);
      to.when('pick(2)', () => {
        to.assign('region', `"${second[0]}"`);
        to.assign('key', `"${second[1]}"`);
      });
      body({ key: 'key' });
    }),
  'a parameter': ({ to, keys, body }) => {
    to.define('_step', ['region', 'key'], () => body({ key: 'key' }));
    to.define('step_1', [], () => {
      for (const [region, key] of keys) to.call('_step', [`"${region}"`, `"${key}"`]);
    });
  },
  pairs: ({ to, keys, body }) =>
    to.define('step_1', [], () =>
      to.loop('region, key', to.pairs(keys), () => body({ key: 'key', isInLoop: true, isFixed: true })),
    ),
  items: ({ to, keys, body }) =>
    to.define('step_1', [], () =>
      to.loop('region, key', to.items(to.table(keys)), () =>
        body({ key: 'key', isInLoop: true, isFixed: true }),
      ),
    ),
};

function branchesFor(to: Writer, keys: readonly (readonly [string, string])[]): void {
  const [[region, key] = ['', ''], ...others] = keys;
  const set = (): void => {
    to.assign('region', `"${region}"`);
    to.assign('key', `"${key}"`);
  };
  if (others.length === 0) set();
  else to.when('pick(2)', set, () => branchesFor(to, others));
}

interface Reading extends Variables {
  readonly to: Writer;
  readonly regions: readonly [string, ...string[]];
  readonly isInLoop: boolean;
  readonly read: () => void;
}

/** What stands between the choice and the read. */
const conditions: Readonly<Record<string, (reading: Reading) => void>> = {
  none: ({ read }) => read(),
  equal: ({ to, regions, read }) => to.when(to.equals('region', regions[0]), read, read),
  different: ({ to, regions, read }) => to.when(to.differs('region', regions[0]), read),
  among: ({ to, regions, read }) => to.when(to.among('region', regions.slice(0, 2)), read, read),
  'not among': ({ to, regions, read }) => to.when(to.not(to.among('region', regions.slice(0, 2))), read),
  or: ({ to, regions: [first, second = first], read }) =>
    to.when(to.either(to.equals('region', first), to.equals('region', second)), read, read),
  and: ({ to, regions, read }) => to.when(to.both('pick(2)', to.equals('region', regions[0])), read, read),
  'leave if equal': ({ to, regions, isInLoop, read }) => {
    to.when(to.equals('region', regions[0]), () => to.leave(isInLoop));
    read();
  },
  'leave if different': ({ to, regions, isInLoop, read }) => {
    to.when(to.differs('region', regions[0]), () => to.leave(isInLoop));
    read();
  },
  'leave in an else': ({ to, regions, isInLoop, read }) => {
    to.when(
      to.among('region', regions.slice(1)),
      () => to.assign('kept', '1'),
      () => to.leave(isInLoop),
    );
    read();
  },
  'leave sometimes': ({ to, regions, isInLoop, read }) => {
    to.when(to.equals('region', regions[0]), () => to.when('pick(2)', () => to.leave(isInLoop)));
    read();
  },
  chain: ({ to, regions: [first, second = first], read }) =>
    to.when(to.equals('region', first), read, () => to.when(to.equals('region', second), read, read)),
  match: ({ to, regions: [first, second = first, ...others], read }) =>
    to.match('region', [[first], [second, ...others.slice(1)]], read, read),
  prefix: ({ to, regions, read }) => to.when(to.starts('region', regions[0].slice(0, 1)), read, read),
  'in a loop': ({ to, regions, read }) =>
    to.when(to.equals('region', regions[0]), () => to.loop('turn', '[1, 2]', read)),
  'assigned before': ({ to, regions, isFixed, read }) =>
    to.when(to.equals('region', regions[0]), () => {
      if (isFixed !== true) to.assign('region', '"xx"');
      read();
    }),
  'assigned after, in a loop': ({ to, regions, isFixed, read }) =>
    to.when(to.equals('region', regions[0]), () =>
      to.loop('turn', '[1, 2]', () => {
        read();
        if (isFixed !== true) to.assign('region', '"xx"');
      }),
    ),
  'assigned after, in the loop of the condition': ({ to, regions, isFixed, read }) =>
    to.loop('turn', '[1, 2]', () => {
      to.when(to.equals('region', regions[0]), read);
      if (isFixed !== true) to.assign('region', '"xx"');
    }),
  'changed sometimes': ({ to, regions, isFixed, read }) =>
    to.when(to.equals('region', regions[0]), () => {
      if (isFixed !== true) to.when('pick(2)', () => to.assign('region', '"xx"'));
      read();
    }),
};

/** How the name is made. `before` runs before the conditions. */
const names: Readonly<
  Record<string, (to: Writer, variables: Variables) => readonly [before: () => void, name: string]>
> = {
  'the region': () => [() => undefined, 'region'],
  'a text': (to) => [() => undefined, to.text('crm', 'region')],
  'a text made before': (to) => [() => to.declare('name', to.text('crm', 'region')), 'name'],
  'a part made before': (to) => [() => to.declare('part', to.text('crm', 'region')), to.text('x', 'part')],
  'a copy': (to) => [() => to.declare('other', 'region'), to.text('crm', 'other')],
  'an entry': () => [() => undefined, 'TABLE[region]'],
  'an entry made before': (to) => [() => to.declare('name', 'TABLE[region]'), 'name'],
  'the key': (_, { key }) => [() => undefined, key ?? 'region'],
  both: (to, { key }) => [() => undefined, to.text('crm', 'region', key ?? 'region')],
  'both made before': (to, { key }) => [
    () => to.declare('name', to.text('crm', 'region', key ?? 'region')),
    'name',
  ],
};

/** Generates the same program for the same seed: a choice of regions, a condition, and a read. */
export function generateChoice(language: Language, seed: number): IdiomProgram {
  const random = new Random(seed);
  const to = new Writer(language);
  const [source, choose] = entryOf(random, sources);
  const [condition, pass] = entryOf(random, conditions);
  const [kind, nameFor] = entryOf(random, names);
  const regions = shuffled(random, ['de', 'uk', 'fr', 'us', 'dk']);
  const keys = [...regions, 'xx'].map((region): readonly [string, string] => [region, `key_of_${region}`]);
  const isPassedOn = random.chance(0.25);
  to.declare('TABLE', to.table(keys));
  to.declare('kept', '0');
  if (isPassedOn) to.define('_read', ['given'], () => to.read('given'));
  choose({
    to,
    random,
    regions,
    keys: keys.slice(0, 3),
    body: (variables) => {
      const [before, name] = nameFor(to, variables);
      before();
      const read = (): void => (isPassedOn ? to.call('_read', [name]) : to.read(name));
      pass({ ...variables, to, regions, isInLoop: variables.isInLoop === true, read });
    },
  });
  const path = `start.${{ python: 'py', javascript: 'js', typescript: 'ts' }[language]}`;
  const words = `${source}, ${kind}, ${condition}${isPassedOn ? ', in a helper' : ''}`;
  const idiom: Idiom = {
    words,
    from: 'read',
    to: 'sink',
    isRare: false,
    files: {},
    body: [],
    result: '',
    after: [],
  };
  const sinks = to.code
    .split('\n')
    .flatMap((line, at) => (/get_?[sS]ecret/.test(line) ? [{ path, line: at + 1, idioms: [idiom] }] : []));
  return { seed, language, files: { [path]: to.code }, functions: ['step_1'], sinks };
}

function shuffled(random: Random, all: readonly string[]): readonly [string, ...string[]] {
  const [first = '', ...others] = all
    .map((one) => [random.next(), one] as const)
    .toSorted(([left], [right]) => left - right)
    .map(([, one]) => one);
  return [first, ...others];
}

function entryOf<T>(random: Random, of: Readonly<Record<string, T>>): readonly [string, T] {
  const [first, ...others] = Object.entries(of);
  if (first === undefined) throw new Error('Nothing to choose from.');
  return random.of([first, ...others]);
}
