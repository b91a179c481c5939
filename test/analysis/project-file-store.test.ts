import { describe, expect, it } from 'vitest';
import {
  createAnalyzer,
  type ParsedFile,
  ProjectFileStore,
  type ProjectFiles,
} from '../../analysis/index.ts';

const analyzer = createAnalyzer();
const root = 'file:///w/agent';

function storeOf(files: Readonly<Record<string, string | undefined>>): ProjectFileStore {
  const store = new ProjectFileStore({ rootUri: root, analyzer });
  for (const [name, text] of Object.entries(files)) store.write(`${root}/${name}`, text);
  store.finishReading();
  store.takeInvalidated();
  return store;
}

const names = (files: readonly { readonly uri: string }[]): readonly string[] =>
  files.map(({ uri }) => uri.slice(root.length + 1));
const imported = (store: ProjectFiles, module: string, from: string): string | undefined =>
  store.module(module, `${root}/${from}`)?.uri.slice(root.length + 1);
const opened = (name: string, text: string) => () =>
  analyzer.parse({ uri: `${root}/${name}`, languageId: 'python', text });
const invalidated = (store: ProjectFileStore): readonly string[] =>
  [...store.takeInvalidated()].map((uri) => uri.slice(root.length + 1)).toSorted();

describe('the target of an import', () => {
  it.each([
    ['a file beside the importing one', 'names', 'functions/a.py', 'functions/names.py'],
    ['with one dot too', '.names', 'functions/a.py', 'functions/names.py'],
    ['with two dots one folder up', '..utils.names', 'functions/a.py', 'utils/names.py'],
    ['a file from the project’s folder', 'functions.names', 'flows/f/functions/a.py', 'functions/names.py'],
    ['a package by its __init__', 'utils', 'functions/a.py', 'utils/__init__.py'],
    ['the folder’s own package', '.', 'utils/names.py', 'utils/__init__.py'],
    ['a file of functions/ from anywhere', 'only', 'flows/f/functions/a.py', 'functions/only.py'],
    ['the nearer of two', 'names', 'flows/f/functions/a.py', 'flows/f/functions/names.py'],
    ['a package rather than a file of its name', 'both', 'functions/a.py', 'both/__init__.py'],
    ['a name with letters of any kind', 'größe', 'functions/a.py', 'functions/gr%C3%B6%C3%9Fe.py'],
  ])('is %s', (_, module, from, file) => {
    const store = storeOf({
      'functions/a.py': '',
      'functions/names.py': '',
      'functions/only.py': '',
      'functions/gr%C3%B6%C3%9Fe.py': '',
      'flows/f/functions/a.py': '',
      'flows/f/functions/names.py': '',
      'utils/__init__.py': '',
      'utils/names.py': '',
      'both/__init__.py': '',
      'both.py': '',
    });
    expect(imported(store, module, from)).toBe(file);
  });

  it.each([
    ['what is installed', 'requests'],
    ['what is generated', '_gen.stubs'],
    ['a stub, which holds no values', 'stub'],
    ['a file that cannot be read, or one further away in its stead', 'locked'],
    ['a part of a file further away than the nearest of that name', 'near.part'],
    ['more dots than there are folders', `${'.'.repeat(20)}names`],
  ])('is unknown for %s', (_, module) => {
    const store = storeOf({
      'functions/a.py': '',
      '_gen/stubs.py': '',
      'functions/stub.pyi': '',
      'functions/locked.py': undefined,
      'locked.py': '',
      'functions/near.py': '',
      'near/part.py': '',
    });
    expect(imported(store, module, 'functions/a.py')).toBeUndefined();
  });

  it('is unknown while files are being read: a nearer one may still arrive', () => {
    const store = storeOf({ 'names.py': '', 'functions/a.py': '' });
    store.startReading();
    expect(imported(store, 'names', 'functions/a.py')).toBeUndefined();
    store.finishReading();
    expect(imported(store, 'names', 'functions/a.py')).toBe('names.py');
  });
});

describe('the index of words', () => {
  it('lists places in the order of the files, for whole words of Python files', () => {
    const store = storeOf({
      'b.py': 'charge("x")',
      'a.py': 'def charge(name): ...',
      'c.py': 'recharge(); charge_all(); charge2',
      'd.json': '"charge"',
      '_gen/e.py': 'charge()',
    });
    expect(names(store.mentioning('charge'))).toEqual(['a.py', 'b.py']);
    expect(names(store.mentioning('nothing'))).toEqual([]);
    expect(names(store.mentioning(''))).toEqual([]);
  });

  it('follows edits, added files and deleted files', () => {
    const store = storeOf({ 'a.py': 'charge()', 'b.py': '' });
    expect(names(store.mentioning('charge'))).toEqual(['a.py']);
    store.write(`${root}/b.py`, 'charge()');
    store.write(`${root}/c.py`, 'charge()');
    store.remove(`${root}/a.py`);
    expect(names(store.mentioning('charge'))).toEqual(['b.py', 'c.py']);
    store.write(`${root}/b.py`, 'nothing');
    expect(names(store.mentioning('charge'))).toEqual(['c.py']);
  });

  it('uses the text in the editor while a file is open', () => {
    const store = storeOf({ 'a.py': 'charge()' });
    store.open(`${root}/a.py`, opened('a.py', 'pass'));
    expect(names(store.mentioning('charge'))).toEqual([]);
    store.write(`${root}/a.py`, 'charge() # saved elsewhere');
    expect(names(store.mentioning('charge'))).toEqual([]);
    store.close(`${root}/a.py`);
    expect(names(store.mentioning('charge'))).toEqual(['a.py']);
  });

  it('follows every edit of a long file, wherever it joins or splits words', () => {
    const words = Array.from({ length: 40 }, (_, i) => `name_${i}`);
    const rest = '# padding\n'.repeat(3000);
    const texts = [
      words.join('\n'),
      words.join('\n').replace('name_7\n', 'name_7'),
      words.slice(1).join('\n'),
      `name_0${words.join(' ')}`,
      `${words.join(' ')}0`,
      words.slice(0, 20).join('\n'),
      '',
      words.toReversed().join('.'),
    ];
    const store = storeOf({ 'a.py': rest });
    for (const text of texts.flatMap((one) => [`${one}\n${rest}`, `${rest}${one}`, `x${one}${rest}y`])) {
      store.write(`${root}/a.py`, text);
      const found = words.filter((word) => store.mentioning(word).length > 0);
      expect(found).toEqual(words.filter((word) => new RegExp(`\\b${word}\\b`).test(text)));
    }
  });

  it('includes a file that exists only in the editor, until it is closed', () => {
    const store = storeOf({});
    store.open(`${root}/new.py`, opened('new.py', 'charge()'));
    expect(names(store.mentioning('charge'))).toEqual(['new.py']);
    store.close(`${root}/new.py`);
    expect(names(store.mentioning('charge'))).toEqual([]);
  });
});

describe('a file of the project', () => {
  it('is parsed once while it is unchanged', () => {
    const store = storeOf({ 'a.py': 'x = 1' });
    const before = store.file(`${root}/a.py`);
    expect(store.file(`${root}/a.py`)).toBe(before);
    store.write(`${root}/a.py`, 'x = 2');
    expect(store.file(`${root}/a.py`)?.text).toBe('x = 2');
  });

  it('is one object while it is referenced, no matter what else was requested', () => {
    const large = `# ${'x'.repeat(900_000)}\n`;
    const store = storeOf({ 'a.py': large, 'b.py': large, 'c.py': large });
    const first = store.file(`${root}/a.py`);
    store.file(`${root}/b.py`);
    store.file(`${root}/c.py`);
    expect(store.file(`${root}/a.py`)).toBe(first);
  });

  it('is reused if it was parsed already and has the same text', () => {
    const store = storeOf({ 'a.py': 'x = 1' });
    const parse = (text: string): ParsedFile =>
      analyzer.parse({ uri: `${root}/a.py`, languageId: 'python', text });
    const [same, other] = [parse('x = 1'), parse('x = 2')];
    store.adopt(same);
    store.adopt(other);
    expect(store.file(`${root}/a.py`)).toBe(same);
  });
});

describe('the state of the project', () => {
  it('is complete once everything could be read', () => {
    const store = new ProjectFileStore({ rootUri: root, analyzer });
    expect(store.complete).toBe(false);
    store.write(`${root}/a.py`, undefined);
    store.finishReading();
    expect(store.complete).toBe(false);
    store.write(`${root}/a.py`, 'pass');
    expect(store.complete).toBe(true);
    store.write(`${root}/a.py`, undefined);
    expect(store.complete).toBe(false);
    store.remove(`${root}/a.py`);
    expect(store.complete).toBe(true);
  });

  it.each<[string, (store: ProjectFileStore) => void]>([
    ['a changed file', (store) => store.write(`${root}/a.py`, 'y')],
    ['a new file', (store) => store.write(`${root}/b.py`, '')],
    ['a file that is gone', (store) => store.remove(`${root}/a.py`)],
    ['an edit', (store) => store.edited(`${root}/a.py`)],
    ['a file that was opened', (store) => store.open(`${root}/a.py`, opened('a.py', 'z'))],
    ['reading again', (store) => store.startReading()],
  ])('changes after %s', (_, change) => {
    const store = storeOf({ 'a.py': 'x' });
    const before = store.version;
    change(store);
    expect(store.version).toBeGreaterThan(before);
  });

  it('is the same after a file was written without changes', () => {
    const store = storeOf({ 'a.py': 'x' });
    const before = store.version;
    store.write(`${root}/a.py`, 'x');
    expect(store.version).toBe(before);
    expect(invalidated(store)).toEqual([]);
  });
});

describe('the files whose results an edit may change', () => {
  const edit = (store: ProjectFileStore, name: string, text: string): void =>
    store.write(`${root}/${name}`, text);

  it('are only the edited file when no other file imports it or shares a requested word with it', () => {
    const store = storeOf({ 'a.py': 'pay()', 'b.py': 'pay()', 'c.py': 'x' });
    store.mentioning('pay');
    edit(store, 'c.py', 'y');
    expect(invalidated(store)).toEqual(['c.py']);
    expect(invalidated(store)).toEqual([]);
  });

  it('include its importers, and theirs', () => {
    const store = storeOf({ 'names.py': '', 'b.py': '', 'c.py': '', 'd.py': '' });
    imported(store, 'names', 'b.py');
    imported(store, 'b', 'c.py');
    imported(store, 'names', 'd.py');
    edit(store, 'b.py', 'x');
    expect(invalidated(store)).toEqual(['b.py', 'c.py']);
    edit(store, 'names.py', 'x');
    expect(invalidated(store)).toEqual(['b.py', 'c.py', 'd.py', 'names.py']);
  });

  it('include files that it calls or that call it', () => {
    const store = storeOf({ 'a.py': 'def pay(name): ...', 'b.py': 'pay("x")', 'c.py': '' });
    store.mentioning('pay');
    edit(store, 'b.py', 'pay("y")');
    expect(invalidated(store)).toEqual(['a.py', 'b.py']);
    edit(store, 'a.py', 'def pay(name, more): ...');
    expect(invalidated(store)).toEqual(['a.py', 'b.py']);
  });

  it.each([
    ['comes into a file', 'c.py', 'pay("y")'],
    ['leaves one', 'b.py', 'nothing any more'],
  ])('are all files when a requested word %s', (_, name, text) => {
    const store = storeOf({ 'a.py': 'def pay(name): ...', 'b.py': 'pay("x")', 'c.py': '', 'd.py': '' });
    store.mentioning('pay');
    edit(store, name, text);
    expect(invalidated(store)).toEqual(['a.py', 'b.py', 'c.py', 'd.py']);
  });

  it('are all files when a file sets something that cannot be determined', () => {
    const store = storeOf({ 'a.py': '', 'b.py': 'setattr(names, "KEY", "a")' });
    store.mentioning('setattr');
    edit(store, 'b.py', 'setattr(names, "KEY", "b")');
    expect(invalidated(store)).toEqual(['a.py', 'b.py']);
  });

  it('are all files when a file is added or removed, because imports may resolve differently', () => {
    const store = storeOf({ 'a.py': '', 'b.py': '' });
    edit(store, 'c.py', '');
    expect(invalidated(store)).toEqual(['a.py', 'b.py', 'c.py']);
    store.remove(`${root}/c.py`);
    expect(invalidated(store)).toEqual(['a.py', 'b.py']);
  });
});

describe('a file that JavaScript imports', () => {
  const from = `${root}/start.js`;
  const uris = [`${root}/names.ts`, `${root}/names.js`];

  it('is the first that exists', () => {
    const store = storeOf({ 'start.js': '', 'names.js': 'export {};', 'names.ts': '' });
    expect(store.imported(uris, from)?.uri).toBe(`${root}/names.ts`);
    expect(store.imported([`${root}/other.js`], from)).toBeUndefined();
  });

  it('is requested once when it was only noted, and found when it is written', () => {
    const wanted: string[] = [];
    const store = new ProjectFileStore({ rootUri: root, analyzer, wanted: (uri) => wanted.push(uri) });
    store.write(from, '');
    store.note(`${root}/names.js`);
    store.finishReading();
    store.takeInvalidated();
    expect(store.imported(uris, from)).toBeUndefined();
    expect(store.imported(uris, from)).toBeUndefined();
    expect(wanted).toEqual([`${root}/names.js`]);
    expect(store.isWanted(`${root}/names.js`)).toBe(true);
    store.write(`${root}/names.js`, 'export const A = "a";');
    expect(store.imported(uris, from)?.text).toBe('export const A = "a";');
    expect(invalidated(store)).toEqual(['names.js', 'start.js']);
  });

  it('is not found while the project is being read, nor after it is deleted', () => {
    const store = storeOf({ 'start.js': '' });
    store.note(`${root}/names.js`);
    store.startReading();
    expect(store.imported(uris, from)).toBeUndefined();
    store.finishReading();
    store.remove(`${root}/names.js`);
    store.imported(uris, from);
    expect(store.isWanted(`${root}/names.js`)).toBe(false);
  });
});

describe('a file that loads a file of variables', () => {
  const loader = 'from dotenv import load_dotenv\nload_dotenv()\n';

  it('counts for the whole project, whatever its language', () => {
    expect(storeOf({ 'a.py': 'x', 'main.py': loader }).loadsVariables).toBe(true);
    expect(storeOf({ 'a.py': 'x', 'tests/conftest.py': loader }).loadsVariables).toBe(false);
    const store = storeOf({ 'a.py': 'x' });
    store.note(`${root}/index.js`, 'import "dotenv/config";');
    expect(store.loadsVariables).toBe(true);
    store.remove(`${root}/index.js`);
    expect(store.loadsVariables).toBe(false);
  });

  it('may still come while files are being read', () => {
    const store = storeOf({ 'a.py': 'x' });
    store.startReading();
    expect(store.loadsVariables).toBe(true);
  });

  it('invalidates all files when it starts or stops to do so', () => {
    const store = storeOf({ 'a.py': 'x', 'main.py': 'x' });
    expect(store.loadsVariables).toBe(false);
    store.write(`${root}/main.py`, loader);
    expect(invalidated(store)).toEqual(['a.py', 'main.py']);
    store.write(`${root}/main.py`, `${loader}x`);
    expect(invalidated(store)).toEqual(['main.py']);
    store.remove(`${root}/main.py`);
    expect(invalidated(store)).toEqual(['a.py']);
    expect(store.loadsVariables).toBe(false);
  });
});
