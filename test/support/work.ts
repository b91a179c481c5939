import { Session } from 'node:inspector';

/**
 * Measures the work that `task` does: how many times each piece of code runs, and how many characters are
 * searched. Unlike times, these counts are the same on every machine and in every run.
 */
export function workOf(task: () => void): number {
  const search = countSearches();
  try {
    const runs = countRuns(task);
    return runs + search.characters();
  } finally {
    search.stop();
  }
}

function countRuns(task: () => void): number {
  const session = new Session();
  session.connect();
  session.post('Profiler.enable');
  session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  let runs = 0;
  try {
    task();
    session.post('Profiler.takePreciseCoverage', (_, { result }) => {
      for (const { functions } of result)
        for (const { ranges } of functions) for (const { count } of ranges) runs += count;
    });
  } finally {
    session.post('Profiler.stopPreciseCoverage');
    session.disconnect();
  }
  return runs;
}

/** Counts searches separately, because they run in native code, which has no coverage counts. */
function countSearches(): { readonly characters: () => number; readonly stop: () => void } {
  let characters = 0;
  const undo = [
    replace(RegExp.prototype, 'exec', (exec) => {
      return function (this: RegExp, text: string) {
        const from = this.global || this.sticky ? this.lastIndex : 0;
        const found = exec.call(this, text);
        characters += Math.max(0, (found === null ? text.length : found.index + found[0].length) - from);
        return found;
      };
    }),
    replace(String.prototype, 'indexOf', (indexOf) => {
      return function (this: string, wanted: string, from = 0) {
        const at = indexOf.call(this, wanted, from);
        characters += Math.max(0, (at === -1 ? this.length : at) - from);
        return at;
      };
    }),
    replace(String.prototype, 'includes', (includes) => {
      return function (this: string, wanted: string, from = 0) {
        characters += this.length - from;
        return includes.call(this, wanted, from);
      };
    }),
  ];
  return { characters: () => characters, stop: () => undo.forEach((one) => one()) };
}

/** Replaces a method and returns a function that restores it. */
function replace<Owner, Name extends keyof Owner>(
  owner: Owner,
  name: Name,
  around: (method: Owner[Name]) => Owner[Name],
): () => void {
  const method = owner[name];
  owner[name] = around(method);
  return () => {
    owner[name] = method;
  };
}
