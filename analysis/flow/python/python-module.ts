import type { SyntaxNode, Tree } from '@lezer/common';
import type { Range } from '../../../contracts/lsp-messages.ts';
import type { SourceFile } from '../../source/source-file.ts';
import type { Span } from '../../model/parsed-file.ts';
import { wordsIn } from '../../syntax/words.ts';
import { type Binding, bindingAt } from './binding.ts';
import { type Scope, scopeOf } from './scope.ts';
import type { Reaching } from './states.ts';
import { WordIndex } from '../word-index.ts';

const unseenAttributes =
  /\b(?:delattr|exec|setattr|vars)\s*\(|__(?:dict|delattr|getattr|getattribute|set|setattr)__|\bmetaclass\s*=|\.__(?:bases|class)__\s*=(?!=)/;
/** `mock.patch.object(names, "STRIPE", x)`, `patch("names.STRIPE", x)`, but not `requests.patch(url)`. */
const patching = /\bpatch\.(?:multiple|object)\s*\(|(?:\bmock(?:er)?\.|(?<![.\w]))patch\s*\(/;
const namesAsText = /\b(?:getattr|globals|vars|import_module|eval|exec|attrgetter|methodcaller)\b|__dict__/;
const askingByName =
  /\b(?:getattr|f_globals|f_locals|globals|locals|vars|import_module|eval|exec|attrgetter|methodcaller)\b|__(?:dict|globals)__/;
/** `function.__defaults__ = …`. */
const changedFunctions = /\.__(?:code|defaults|kwdefaults)__\b/;
const unseenGlobals =
  /(?<![.\w])(?:exec|eval|setattr|vars)\s*\(|\bglobals\b|__(?:dict|globals)__|\bf_globals\b|\bsys\s*\.\s*modules\b|^(?![ \t#]).*\blocals\s*\(/m;
const evaluation = /(?<![.\w])(?:exec|eval)\s*\(/;

type PythonSource = Pick<SourceFile, 'uri' | 'text' | 'tree' | 'rangeOf'>;

interface StarImport {
  /** The `*` of the import. */
  readonly node: SyntaxNode;
  readonly owner: SyntaxNode;
}

/**
 * One version of a Python file. To find bindings, the text of a scope is searched for the name, and only
 * those places are examined. The cost of a lookup therefore depends on how often the name occurs, not on the
 * size of the file.
 */
export class PythonModule {
  readonly uri: string;
  readonly text: string;
  readonly #file: PythonSource;
  readonly #words: WordIndex;
  readonly #bindings = new Map<string, readonly Binding[]>();
  readonly #answers = new Map<string, boolean>();
  readonly #reaching = new Map<string, Reaching>();
  #globals: ReadonlySet<string> | undefined;
  readonly #imported = new Map<string, boolean>();
  #reachesNamesAsText: boolean | undefined;
  readonly #mentions = new Map<string, boolean>();
  #asksByName: boolean | undefined;
  #setsAttributesUnseen: boolean | undefined;
  #setsGlobalsUnseen: boolean | undefined;
  #changesFunctions: boolean | undefined;
  #evaluates: boolean | undefined;
  #starImports: readonly StarImport[] | undefined;

  constructor(file: PythonSource) {
    this.uri = file.uri;
    this.text = file.text;
    this.#file = file;
    this.#words = new WordIndex(file.text);
  }

  /** Parsed on first use. */
  get tree(): Tree {
    return this.#file.tree;
  }

  rangeOf(span: Span): Range {
    return this.#file.rangeOf(span);
  }

  textOf(node: { readonly from: number; readonly to: number }): string {
    return this.text.slice(node.from, node.to);
  }

  get root(): SyntaxNode {
    return this.tree.topNode;
  }

  /** Whether code sets attributes by unknown names (`setattr`, a metaclass). Uses the text alone. */
  get setsAttributesUnseen(): boolean {
    this.#setsAttributesUnseen ??= unseenAttributes.test(this.text) || this.patches;
    return this.#setsAttributesUnseen;
  }

  /** Whether code replaces attributes, as tests do. Uses the text alone. */
  get patches(): boolean {
    return patching.test(this.text);
  }

  /** Whether code accesses names through strings (`getattr`, `globals`). Uses the text alone. */
  get reachesNamesAsText(): boolean {
    this.#reachesNamesAsText ??= namesAsText.test(this.text);
    return this.#reachesNamesAsText;
  }

  /** Whether code accesses the names of the module as a dictionary. Uses the text alone. */
  get setsGlobalsUnseen(): boolean {
    this.#setsGlobalsUnseen ??= unseenGlobals.test(this.text);
    return this.#setsGlobalsUnseen;
  }

  /** Whether code runs a text as code, which may change anything in reach. Uses the text alone. */
  get evaluates(): boolean {
    this.#evaluates ??= evaluation.test(this.text);
    return this.#evaluates;
  }

  /** Whether code replaces the body or the default values of functions. Uses the text alone. */
  get changesFunctions(): boolean {
    this.#changesFunctions ??= changedFunctions.test(this.text);
    return this.#changesFunctions;
  }

  /** Whether code looks up names that are given as strings. Uses the text alone. */
  get asksByName(): boolean {
    this.#asksByName ??= askingByName.test(this.text);
    return this.#asksByName;
  }

  /** Whether `word` occurs in the text as a separate word. */
  mentions(word: string): boolean {
    const known = this.#mentions.get(word);
    if (known !== undefined) return known;
    const found = this.#words.has(word);
    this.#mentions.set(word, found);
    return found;
  }

  /** Every `from names import *`, in order. */
  get starImports(): readonly StarImport[] {
    this.#starImports ??= [...this.#findStarImports()];
    return this.#starImports;
  }

  /** Whether `import` precedes the dotted `path` in the text. Called often, but for few paths. */
  imports(path: string): boolean {
    const known = this.#imported.get(path) ?? this.text.includes(`import ${path}`);
    this.#imported.set(path, known);
    return known;
  }

  /** Yields the nodes equal to one of `words` within `range`, in order. */
  *occurrences(
    words: Iterable<string>,
    range: { readonly from: number; readonly to: number },
  ): Generator<SyntaxNode> {
    const [word, another] = words;
    if (word !== undefined && another === undefined && range.from === 0 && range.to >= this.text.length) {
      yield* this.#everywhere(word);
      return;
    }
    for (const { word: found, at } of wordsIn(this.text, words, range.from, range.to)) {
      const node = this.nodeAt(at, found);
      if (node !== undefined) yield node;
    }
  }

  *#placesIn(word: string, { from, to }: { readonly from: number; readonly to: number }): Generator<number> {
    if (from === 0 && to >= this.text.length) yield* this.#words.places(word);
    else for (const { at } of wordsIn(this.text, [word], from, to)) yield at;
  }

  *#everywhere(word: string): Generator<SyntaxNode> {
    for (const at of this.#words.places(word)) {
      const node = this.nodeAt(at, word);
      if (node !== undefined) yield node;
    }
  }

  nodeAt(at: number, word: string): SyntaxNode | undefined {
    const node = this.tree.resolveInner(at, 1);
    return node.from === at && node.to === at + word.length ? node : undefined;
  }

  /**
   * Returns the bindings of `name` in `scope` itself, in order. A `global` declaration counts as a binding in
   * the module.
   */
  bindingsIn(scope: Scope, name: string): readonly Binding[] {
    const key = `${scope.name}:${scope.from}:${name}`;
    const known = this.#bindings.get(key);
    if (known !== undefined) return known;
    const found = this.#findBindings(scope, name);
    this.#bindings.set(key, found);
    return found;
  }

  /** The cached result of `work` for this version of the file. */
  answered(question: string, work: () => boolean): boolean {
    const known = this.#answers.get(question) ?? work();
    this.#answers.set(question, known);
    return known;
  }

  /** The cached result of `follow` for a name in a scope. */
  reaching(scope: Scope, name: string, follow: () => Reaching): Reaching {
    const key = `${scope.name}:${scope.from}:${name}`;
    const known = this.#reaching.get(key) ?? follow();
    this.#reaching.set(key, known);
    return known;
  }

  /** Whether `scope` contains `global name` or `nonlocal name`. */
  borrows(scope: Scope, name: string): boolean {
    this.#globals ??= new Set(globalNames(this.text));
    if (!this.#globals.has(name) || !/^(?:Function|Class)Definition$/.test(scope.name)) return false;
    for (const node of this.occurrences([name], scope)) {
      if (node.parent?.name === 'ScopeStatement' && isSameScope(scopeOf(node), scope)) return true;
    }
    return false;
  }

  *#findStarImports(): Generator<StarImport> {
    for (const match of this.text.matchAll(/\bimport\s*(?:\\\s*)?\*/g)) {
      const node = this.tree.resolveInner(match.index + match[0].length - 1, 1);
      const owner = node.parent;
      if (node.name === '*' && owner?.name === 'ImportStatement') yield { node, owner };
    }
  }

  #findBindings(scope: Scope, name: string): readonly Binding[] {
    const found: Binding[] = [];
    for (const at of this.#placesIn(name, scope)) {
      if (!mayBind(this.text, at, name.length)) continue;
      const node = this.nodeAt(at, name);
      const binding = node && bindingAt(this.text, node);
      if (binding !== undefined && this.#belongs(binding, scope, name)) found.push(binding);
    }
    return found;
  }

  #belongs(binding: Binding, scope: Scope, name: string): boolean {
    if (binding.kind === 'comprehension') return false;
    const isDefinition = binding.kind === 'function' || binding.kind === 'class';
    const own = scopeOf(isDefinition ? binding.owner : binding.node);
    if (!this.borrows(own, name)) return isSameScope(own, scope);
    return scope.name === 'Script' || !isSameScope(own, scope);
  }
}

export function isSameScope(left: Scope, right: Scope): boolean {
  return left.from === right.from && left.name === right.name;
}

function* globalNames(text: string): Generator<string> {
  for (const match of text.matchAll(/\b(?:global|nonlocal)[ \t]+([^\r\n#;]+)/g)) {
    for (const name of (match[1] ?? '').split(',')) yield name.trim();
  }
}

/** Uses only the text, so that the many places that only read a name cost almost nothing. */
function mayBind(text: string, at: number, length: number): boolean {
  const before = text.slice(Math.max(0, at - 12), at);
  if (/\.[ \t]*$/.test(before)) return false;
  if (/\b(?:def|class|import|as|case|type)\s*\\?\s*$/.test(before)) return true;
  const after = text.slice(at + length, at + length + 12);
  return /^(?:\s*(?:=(?!=)|:|,|\)|\]|\}|in\b|as\b|\||[-+*/%@&^<>]{1,2}=|[;#\\])|\s*$|[ \t]*[\r\n])/.test(
    after,
  );
}
