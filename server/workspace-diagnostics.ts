import type { Diagnostic, WorkspaceDiagnosticParams, WorkspaceDiagnosticReport } from 'vscode-languageserver';
import { identityOf } from './diagnostics.ts';

/**
 * Answers the editor's long-running request for the findings of all files. The editor repeats the request
 * after each answer, so an answer waits until something may have changed.
 */
export class WorkspaceDiagnostics {
  #hasChanged = true;
  #wake: (() => void) | undefined;

  /** The findings of files may have changed. */
  changed(): void {
    this.#hasChanged = true;
    this.#wake?.();
  }

  async report(
    { previousResultIds }: WorkspaceDiagnosticParams,
    findings: () => Promise<Map<string, Diagnostic[]>>,
  ): Promise<WorkspaceDiagnosticReport> {
    // The editor has cancelled an earlier request.
    this.#wake?.();
    if (previousResultIds.length > 0 && !this.#hasChanged)
      await new Promise<void>((wake) => (this.#wake = wake));
    this.#hasChanged = false;
    const previous = new Map(previousResultIds.map(({ uri, value }) => [uri, value]));
    const found = await findings();
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
}
