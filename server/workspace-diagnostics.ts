import type { Diagnostic, WorkspaceDiagnosticParams, WorkspaceDiagnosticReport } from 'vscode-languageserver';
import { identityOf } from './diagnostics.ts';

/**
 * Answers the editor's long-running request for the findings of all files. The editor repeats the request
 * after each answer, so an answer waits until something may have changed.
 */
export class WorkspaceDiagnostics {
  #hasChanged = true;
  #wake: (() => void) | undefined;
  /** Files that the editor closed, as it spells them, with the number of answers that still contain them. */
  readonly #closed = new Map<string, number>();

  /** The findings of files may have changed. */
  changed(): void {
    this.#hasChanged = true;
    this.#wake?.();
  }

  /**
   * The editor shows the last findings of a closed file until an answer contains the file, which it ignores while
   * it still awaits the findings of the open file. Hence two answers, between which the editor waits.
   */
  closed(uri: string): void {
    this.#closed.set(uri, 2);
    this.changed();
  }

  async report(
    { previousResultIds }: WorkspaceDiagnosticParams,
    findings: () => Promise<Map<string, Diagnostic[]>>,
  ): Promise<WorkspaceDiagnosticReport> {
    // The editor has cancelled an earlier request.
    this.#wake?.();
    if (previousResultIds.length > 0 && !this.#hasChanged && this.#closed.size === 0)
      await new Promise<void>((wake) => (this.#wake = wake));
    this.#hasChanged = false;
    const previous = new Map(previousResultIds.map(({ uri, value }) => [uri, value]));
    const found = await findings();
    for (const uri of this.#takeClosed()) previous.set(uri, 'closed');
    for (const uri of previous.keys()) if (!found.has(uri)) found.set(uri, []);
    return {
      items: [...found]
        .toSorted(([one], [other]) => (one < other ? -1 : 1))
        .map(([uri, items]) => {
          const resultId = identityOf(items);
          const isSame = previous.get(uri) === resultId;
          return isSame
            ? { kind: 'unchanged', uri, version: null, resultId }
            : { kind: 'full', uri, version: null, resultId, items };
        }),
    };
  }

  #takeClosed(): readonly string[] {
    const uris = [...this.#closed.keys()];
    for (const [uri, answers] of this.#closed) {
      if (answers > 1) this.#closed.set(uri, answers - 1);
      else this.#closed.delete(uri);
    }
    return uris;
  }
}
