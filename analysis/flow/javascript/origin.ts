import type { SyntaxNode } from '@lezer/common';
import type { Question } from '../question.ts';
import type { JavaScriptModule } from './module.ts';

/** A key that is read from a value; undefined if it is chosen at run time. */
export type Key = string | undefined;

/** The key for every item of an iteration. */
export const everyItem = '\0each';

/** A call that supplies the arguments of its function. */
export interface Frame {
  readonly definition: SyntaxNode;
  readonly list: SyntaxNode;
  /** Where the arguments are written. */
  readonly caller: FlowPlace;
  readonly depth: number;
  /** The call is recursive: its arguments may be those of any recursion. */
  readonly isRepeated: boolean;
  /** Distinguishes it from every other path to this place. */
  readonly key: string;
}

/** The frame of a call at `caller`. A recursive call has the same frame at every depth. */
export function frameOf(definition: SyntaxNode, list: SyntaxNode, caller: FlowPlace): Frame {
  const { id } = caller.finder;
  const depth = (caller.frame?.depth ?? 0) + 1;
  for (let outer = caller.frame; outer !== undefined; outer = outer.caller.frame) {
    if (outer.list.from !== list.from || outer.caller.finder.id !== id) continue;
    if (outer.isRepeated) return outer;
    return { definition, list, caller, depth, isRepeated: true, key: `${outer.key}…` };
  }
  const key = `${caller.frame?.key ?? ''}<${id}:${list.from}`;
  return { definition, list, caller, depth, isRepeated: false, key };
}

/** What an expression comes from: the node that it leads to, and the keys still to be read from it. */
export interface FlowPlace {
  readonly node: SyntaxNode;
  readonly finder: OriginFinder;
  readonly frame: Frame | undefined;
  /** In the order in which they are read. */
  readonly keys: readonly Key[];
  /** The place that led here. */
  readonly from: FlowPlace | undefined;
}

/** Follows expressions of one module through its project to where their values are created. */
export interface OriginFinder {
  readonly module: JavaScriptModule;
  readonly others: OtherModules;
  /** Unique among all modules that the same question passes through. */
  readonly id: number;
  /** What is being followed, across all modules. */
  readonly question: Question;
  /**
   * Where a value is created, as far as it can be determined; a place that cannot be followed is its own
   * origin.
   */
  of(expression: SyntaxNode): readonly FlowPlace[];
  follow(place: FlowPlace): readonly FlowPlace[];
  /** What the module exports under a name; undefined unless that is exactly one thing. */
  exported(name: string): readonly FlowPlace[] | undefined;
}

/** The other files of the project. */
export interface OtherModules {
  /** The file that a relative `specifier` refers to in the file `from`. */
  find(specifier: string, from: string): OriginFinder | undefined;
}

/** The next place on the path; its node is in the same module by default. */
export function stepTo(place: FlowPlace, node: SyntaxNode, keys: readonly Key[] = place.keys): FlowPlace {
  return { ...place, node, keys, from: place };
}

/** The same place on another path, with these keys to read from it. */
export function takenOut(found: FlowPlace, keys: readonly Key[], from: FlowPlace | undefined): FlowPlace {
  return { ...found, keys, from };
}

export function placeOf(finder: OriginFinder, node: SyntaxNode): FlowPlace {
  return { node, finder, frame: undefined, keys: [], from: undefined };
}

/** Equal for places that lead to the same result. */
export function keyOfPlace({ node, finder, frame, keys }: FlowPlace): string {
  return [finder.id, node.from, node.to, node.name, frame?.key ?? '', ...keys].join('\n');
}
