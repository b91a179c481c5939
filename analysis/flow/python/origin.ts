import type { SyntaxNode } from '@lezer/common';
import type { Binding } from './binding.ts';
import type { Question } from '../question.ts';
import type { PythonModule } from './python-module.ts';

/** The call through which a function's body is analyzed: its parameters are the arguments of this call. */
export interface Frame {
  readonly definition: SyntaxNode;
  /** Belongs to the module that contains `definition`. */
  readonly finder: OriginFinder;
  readonly call: SyntaxNode;
  /** Belongs to the module that contains `call`. */
  readonly caller: OriginFinder;
  /** The frame that contains the call itself. */
  readonly outer: Frame | undefined;
  readonly depth: number;
  /** The call is recursive: its arguments may be those of any recursion. */
  readonly isRepeated: boolean;
  /** Distinguishes it from every other path to this place. */
  readonly key: string;
}

/** The frame of a call within `outer`. A recursive call has the same frame at every depth. */
export function frameOf(frame: Pick<Frame, 'call' | 'caller' | 'definition' | 'finder' | 'outer'>): Frame {
  const { call, caller, outer } = frame;
  const depth = (outer?.depth ?? 0) + 1;
  for (let known = outer; known !== undefined; known = known.outer) {
    if (known.caller !== caller || known.call.from !== call.from) continue;
    return known.isRepeated ? known : { ...frame, depth, isRepeated: true, key: `${known.key}…` };
  }
  return { ...frame, depth, isRepeated: false, key: `${outer?.key ?? ''}<${caller.id}:${call.from}` };
}

/**
 * An expression that a value may come from, after following names, branches, literals and calls as far as the
 * module shows them. What cannot be followed is its own origin: a parameter (its name), an import (the name
 * it binds), an unknown call.
 */
export interface Origin {
  readonly node: SyntaxNode;
  readonly frame: Frame | undefined;
  /** Belongs to the module that contains `node`. */
  readonly finder: OriginFinder;
  /** The piece of a text, as in `"a,b".split(",")`, that has no expression of its own. */
  readonly text?: string;
}

/** A node in a module. */
export type ModuleNode = Pick<Origin, 'node' | 'finder'>;

/** The other modules of the project, as far as they are known. */
export interface OtherModules {
  /** Whether every file has been read, so that all calls of a function are known. */
  readonly complete: boolean;
  /** The module that `import module` refers to in the file `from`; includes leading dots. */
  find(module: string, from: string): OriginFinder | undefined;
  /** The modules whose text contains `word`. */
  mentioning(word: string): readonly OriginFinder[];
}

/** Follows expressions of one module; its steps call it recursively for their parts. */
export interface OriginFinder {
  readonly module: PythonModule;
  readonly others: OtherModules;
  /** Unique among all modules that the same question passes through. */
  readonly id: number;
  of(expression: SyntaxNode, frame?: Frame): readonly Origin[];
  ofBinding(binding: Binding, frame: Frame | undefined): readonly Origin[];
  /** What a name of the module is for files that import it; undefined if the module has no such name. */
  ofGlobal(name: string): readonly Origin[] | undefined;
  /** What is being followed, across all modules. */
  readonly question: Question;
  /** The cached result of `work` for `key`. Undefined if that depends on itself, or takes too long. */
  remember(key: string, work: () => readonly ModuleNode[] | undefined): readonly ModuleNode[] | undefined;
  /** Whether another file may assign a name of the module. */
  isChangedFromOutside(name: string): boolean;
}

export const maximumFrames = 8;

/** The origin of an expression if there is exactly one. */
export function onlyOrigin(
  finder: OriginFinder,
  expression: SyntaxNode,
  frame: Frame | undefined,
): Origin | undefined {
  const [only, other] = finder.of(expression, frame);
  return other === undefined ? only : undefined;
}
