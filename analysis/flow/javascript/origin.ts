import type { SyntaxNode } from '@lezer/common';
import type { JavaScriptModule } from './module.ts';

/** A key that is taken out of a value; undefined: which one is chosen at run time. */
export type Key = string | undefined;

/** The key of every item that iterating goes through. */
export const everyItem = '\0each';

/** A call whose arguments its function is told. */
export interface Frame {
  readonly definition: SyntaxNode;
  readonly list: SyntaxNode;
  /** Where the arguments stand. */
  readonly caller: FlowPlace;
  readonly depth: number;
}

/** What an expression comes from: the node that it leads to, and what is still to be taken out of that. */
export interface FlowPlace {
  readonly node: SyntaxNode;
  readonly finder: OriginFinder;
  readonly frame: Frame | undefined;
  /** The next one first. */
  readonly keys: readonly Key[];
  /** The place that led here. */
  readonly from: FlowPlace | undefined;
}

/** Follows expressions of one module to where their values are made, through its project. */
export interface OriginFinder {
  readonly module: JavaScriptModule;
  readonly others: OtherModules;
  /** Where a value is made, as far as that can be told; a place that cannot be followed is its own origin. */
  of(expression: SyntaxNode): readonly FlowPlace[];
  follow(place: FlowPlace): readonly FlowPlace[];
}

/** The other files of the project. */
export interface OtherModules {
  /** The file that a relative `specifier` means in the file `from`. */
  find(specifier: string, from: string): OriginFinder | undefined;
}

/** The next place on the way; its node stands in the same module unless told otherwise. */
export function stepTo(place: FlowPlace, node: SyntaxNode, keys: readonly Key[] = place.keys): FlowPlace {
  return { ...place, node, keys, from: place };
}

/** The same place on the way from another, with these keys to take out of it. */
export function takenOut(found: FlowPlace, keys: readonly Key[], from: FlowPlace | undefined): FlowPlace {
  return { ...found, keys, from };
}

export function placeOf(finder: OriginFinder, node: SyntaxNode): FlowPlace {
  return { node, finder, frame: undefined, keys: [], from: undefined };
}
