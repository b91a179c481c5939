import type { SyntaxNode, Tree } from '@lezer/common';
import type { SourceFile } from '../../source/source-file.ts';
import { wordsIn } from '../../syntax/words.ts';
import { WordIndex } from '../word-index.ts';
import { type Assignments, type Binding, bindingAt } from './binding.ts';
import { isSameNode } from '../../syntax/javascript/syntax.ts';

interface Name {
  /** The bindings by the start of their scope. */
  readonly bindings: ReadonlyMap<number, readonly Binding[]>;
  /** In text order. */
  readonly uses: readonly SyntaxNode[];
  readonly enumerations: readonly SyntaxNode[];
}

const changedBuiltins =
  /\b(?:Array|Map|Object|Promise|Set|String)\.prototype(?:\.\w+\s*=(?!=)|\[[^\]]*\]\s*=(?!=)|\s*[,;)]|$)/m;

/**
 * Code that makes or changes objects without naming their class or the member: `new thing.constructor("b")`,
 * `Object.create(thing, …)`.
 */
const changesObjects =
  /\.\s*constructor\b(?!\s*\.\s*name\b)|["'`]constructor["'`]|\bconstructor\s*[:,}]|\bnew\s*\.\s*target\b(?!\s*\.)|\bObject\s*\.\s*create\s*\((?!\s*null\s*\))|\bObject\s*\.\s*definePropert(?:y|ies)\s*\((?!\s*(?:module\.)?exports\b)|\bnew\s+Proxy\b|\bProxy\s*\.\s*revocable\b|\bReflect\s*\.|\bnew\s+Function\b|\beval\s*\(/;
const evaluation = /(?<![.\w$])eval\s*\(/;

/** A file with its names resolved. Each name is looked up once. */
export class JavaScriptModule {
  readonly file: SourceFile;
  readonly text: string;
  readonly tree: Tree;
  readonly readers: readonly string[];
  readonly #names = new Map<string, Name>();
  readonly #uses = new Map<Binding, readonly SyntaxNode[]>();
  readonly #assignments = new Map<Binding, Assignments | undefined>();
  readonly #words: WordIndex;
  #changesBuiltins: boolean | undefined;
  #changesObjects: boolean | undefined;
  #evaluates: boolean | undefined;

  /** `readers` are paths of functions that read secrets, from the settings. */
  constructor(file: SourceFile, readers: readonly string[]) {
    this.file = file;
    this.readers = readers;
    this.text = file.text;
    this.tree = file.tree;
    this.#words = new WordIndex(file.text);
  }

  /** Whether code changes what methods of strings and arrays do: `String.prototype.trim = …`. Uses the text alone. */
  get changesBuiltins(): boolean {
    this.#changesBuiltins ??= changedBuiltins.test(this.text);
    return this.#changesBuiltins;
  }

  /** Whether code makes or changes instances without naming their class. Uses the text alone. */
  get changesObjects(): boolean {
    this.#changesObjects ??= changesObjects.test(this.text);
    return this.#changesObjects;
  }

  /** Whether code runs a text as code, which may call or change anything in reach. Uses the text alone. */
  get evaluates(): boolean {
    this.#evaluates ??= evaluation.test(this.text);
    return this.#evaluates;
  }

  textOf(node: SyntaxNode): string {
    return this.text.slice(node.from, node.to);
  }

  /**
   * Finds the identifiers equal to one of `words` and the strings that contain one of them, in text order.
   */
  *occurrences(words: Iterable<string>): Generator<SyntaxNode> {
    // An empty, half-typed name would match everywhere.
    const written = [...words].filter((word) => word !== '');
    for (const { at } of wordsIn(this.text, written)) yield this.tree.resolveInner(at, 1);
  }

  /** Returns the innermost binding of a name at the place where it is used, or undefined for a global. */
  bindingSeenBy(use: SyntaxNode): Binding | 'several' | undefined {
    const { bindings } = this.#named(this.textOf(use));
    if (bindings.size === 0) return undefined;
    for (let around: SyntaxNode | null = use; around !== null; around = around.parent) {
      const scope = around;
      const here = bindings.get(scope.from)?.filter((binding) => isSameNode(binding.scope, scope)) ?? [];
      if (here.length > 1) return 'several';
      if (here[0] !== undefined) return here[0];
    }
    return undefined;
  }

  /** Returns the binding created by the name in a declaration. */
  bindingOf(definition: SyntaxNode): Binding | undefined {
    const scope = bindingAt(this.text, definition)?.scope;
    if (scope === undefined) return undefined;
    const { bindings } = this.#named(this.textOf(definition));
    const here = bindings.get(scope.from)?.filter((binding) => isSameNode(binding.scope, scope)) ?? [];
    return here.length === 1 ? here[0] : undefined;
  }

  /** Returns the `enum` of that name if there is exactly one. */
  enumNamed(word: string): SyntaxNode | undefined {
    const { enumerations } = this.#named(word);
    return enumerations.length === 1 ? enumerations[0] : undefined;
  }

  /** Caches the result of `find` for a variable that is reassigned. */
  assignmentsTo(binding: Binding, find: () => Assignments | undefined): Assignments | undefined {
    if (this.#assignments.has(binding)) return this.#assignments.get(binding);
    const found = find();
    this.#assignments.set(binding, found);
    return found;
  }

  /** Returns every use of a binding. */
  usesOf(binding: Binding): readonly SyntaxNode[] {
    const known = this.#uses.get(binding);
    if (known !== undefined) return known;
    const { uses } = this.#named(this.textOf(binding.node));
    const found: SyntaxNode[] = [];
    for (let at = firstFrom(uses, binding.scope.from); at < uses.length; at++) {
      const use = uses[at];
      if (use === undefined || use.from >= binding.scope.to) break;
      if (this.bindingSeenBy(use) === binding) found.push(use);
    }
    this.#uses.set(binding, found);
    return found;
  }

  #named(word: string): Name {
    const known = this.#names.get(word);
    if (known !== undefined) return known;
    const bindings = new Map<number, Binding[]>();
    const uses: SyntaxNode[] = [];
    const enumerations: SyntaxNode[] = [];
    for (const at of word === '' ? [] : this.#words.places(word)) {
      const node = this.tree.resolveInner(at, 1);
      const binding = node.name === 'VariableDefinition' ? bindingAt(this.text, node) : undefined;
      if (binding !== undefined) add(bindings, binding);
      else if (/^Variable(?:Name|Definition)$/.test(node.name) || isShorthand(node)) uses.push(node);
      else if (node.name === 'TypeDefinition' && node.parent?.name === 'EnumDeclaration')
        enumerations.push(node.parent);
    }
    const found = { bindings, uses, enumerations };
    this.#names.set(word, found);
    return found;
  }
}

/** `{ name }` refers to the variable `name`. */
function isShorthand({ name, parent }: SyntaxNode): boolean {
  return (
    name === 'PropertyDefinition' && parent?.name === 'Property' && parent.firstChild?.nextSibling === null
  );
}

function add(bindings: Map<number, Binding[]>, binding: Binding): void {
  const { from } = binding.scope;
  const known = bindings.get(from);
  if (known === undefined) bindings.set(from, [binding]);
  else known.push(binding);
}

/** The index of the first node that starts at or after `offset`. */
function firstFrom(nodes: readonly SyntaxNode[], offset: number): number {
  let [low, high] = [0, nodes.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((nodes[middle]?.from ?? offset) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
