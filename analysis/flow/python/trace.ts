import { isSameNode } from '../../syntax/python/syntax.ts';
import type { Answers } from '../question.ts';
import type { Origin } from './origin.ts';
import type { Asked } from './possible-text.ts';

interface Visit extends Asked {
  readonly inner: readonly Visit[];
  found: readonly Origin[];
}

interface OpenVisit extends Visit {
  readonly inner: Visit[];
}

/** Records the expressions that were followed to find origins. Used only for explanations. */
export class Trace {
  /** Only for this trace, because answers that were cached earlier have no recorded steps. */
  readonly answers: Answers<readonly Origin[]> = new Map();
  readonly globals: Answers<readonly Origin[] | undefined> = new Map();
  readonly #visits = new Map<string, Visit>();
  readonly #roots: Visit[] = [];
  readonly #open: OpenVisit[] = [];

  /** Records what `work` follows, once per `key`. */
  visit(asked: Asked, key: string, work: () => readonly Origin[]): readonly Origin[] {
    const known = this.#visits.get(key);
    const visit: OpenVisit = { ...asked, inner: [], found: [] };
    (this.#open.at(-1)?.inner ?? this.#roots).push(known ?? visit);
    if (known !== undefined) return work();
    this.#open.push(visit);
    try {
      visit.found = work();
      if (visit.found.length > 0) this.#visits.set(key, visit);
      return visit.found;
    } finally {
      this.#open.pop();
    }
  }

  /** Returns the expressions from `asked` to `origin`, including both. */
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

/** The trace that all modules of a project currently write to. */
export class Tracing {
  trace: Trace | undefined;
}
