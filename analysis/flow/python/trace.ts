import { isSameNode } from '../../languages/python/syntax.ts';
import type { Origin } from './origin.ts';
import type { Asked } from './possible-text.ts';

interface Visit extends Asked {
  readonly inner: readonly Visit[];
  found: readonly Origin[];
}

interface OpenVisit extends Visit {
  readonly inner: Visit[];
}

/** What was followed on the way to the origins of expressions. Kept only for explanations. */
export class Trace {
  readonly #roots: Visit[] = [];
  readonly #open: OpenVisit[] = [];

  enter(asked: Asked): void {
    const visit: OpenVisit = { ...asked, inner: [], found: [] };
    (this.#open.at(-1)?.inner ?? this.#roots).push(visit);
    this.#open.push(visit);
  }

  leave(found: readonly Origin[]): void {
    const visit = this.#open.pop();
    if (visit !== undefined) visit.found = found;
  }

  /** The expressions from `asked` to `origin`, both among them. */
  pathTo(asked: Asked, origin: Origin): readonly Origin[] {
    const root = this.#roots.find((visit) => isSame(originOf(visit), originOf(asked)));
    const path: Origin[] = [];
    for (let visit = root; visit !== undefined; visit = visit.inner.find((one) => leadsTo(one, origin))) {
      path.push(originOf(visit));
    }
    if (path.length === 0) path.push(originOf(asked));
    const last = path.at(-1);
    return last !== undefined && isSame(last, origin) ? path : [...path, origin];
  }
}

function originOf({ expression, frame, finder }: Asked): Origin {
  return { node: expression, frame, finder };
}

function leadsTo({ found }: Visit, origin: Origin): boolean {
  return found.some((one) => isSame(one, origin));
}

function isSame(left: Origin, right: Origin): boolean {
  return left.finder === right.finder && isSameNode(left.node, right.node);
}
