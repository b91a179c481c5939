import * as vscode from 'vscode';
import type { Guard } from '../../contracts/guards.ts';
import { isConflict, isDeleted, type PanelParts } from './panel-parts.ts';
import type { Panel, PanelOptions } from './panel.ts';
import { closedWithInput, confirmsDiscard, wantsBack } from './confirm.ts';

interface FormOptions<From> extends Pick<PanelOptions, 'script' | 'title' | 'retain'> {
  readonly subject: string;
  /** The tab to use, if the editor restored it after a window reload. */
  readonly tab: vscode.WebviewPanel | undefined;
  readonly accepts: Guard<From>;
  readonly following?: readonly vscode.Disposable[];
  /** Input that is passed to a new panel for the same subject. */
  readonly handsOver?: () => unknown;
}

/**
 * A message to a form. If it has a `message` and the form is not visible, the message appears as an error in
 * the window.
 */
interface ToForm {
  readonly type: string;
  readonly message?: string;
}

/** The common base of all forms: validates messages, restores unsaved input, and handles conflicts. */
export abstract class FormPanel<From, To extends ToForm> {
  protected readonly parts: PanelParts;
  #panel: Panel | undefined;
  #isDeleted = false;

  constructor(parts: PanelParts) {
    this.parts = parts;
  }

  /** The name of what the unsaved input belongs to. */
  protected abstract get label(): string;
  protected abstract get isUnsaved(): boolean;
  protected abstract receive(message: From): Promise<void>;
  /** Reopens the form with its input, except values. */
  protected abstract reopen(): Promise<void>;

  protected show({ subject, tab, accepts, following = [], ...options }: FormOptions<From>): void {
    this.#panel = this.parts.panels.open(subject, {
      ...options,
      ...(tab ? { tab } : {}),
      received: (message) => {
        if (accepts(message)) void this.receive(message);
      },
      closed: () => {
        for (const one of following) one.dispose();
      },
      isUnsaved: () => this.isUnsaved,
      closedByPerson: () => void this.#offerBack(),
    });
  }

  protected async post(message: To): Promise<void> {
    const isSeen = await this.#panel?.post(message);
    if (!isSeen && message.message !== undefined) void vscode.window.showErrorMessage(message.message);
  }

  protected close(): void {
    this.#panel?.close();
  }

  protected async cancel(): Promise<void> {
    if (!this.isUnsaved || (await this.confirmsDiscard())) this.close();
  }

  protected confirmsDiscard(): Promise<boolean> {
    return confirmsDiscard(this.label);
  }

  protected closedText(): string {
    return closedWithInput(this.label);
  }

  /**
   * Says that the secret was deleted elsewhere, until it is restored. Does nothing if the form already shows
   * this.
   */
  protected async showDeleted(isDeletedNow: boolean): Promise<void> {
    if (isDeletedNow === this.#isDeleted) return;
    this.#isDeleted = isDeletedNow;
    await this.showDeletedAgain();
  }

  /** For a page that is new because its tab was hidden. */
  protected async showDeletedAgain(): Promise<void> {
    await this.#panel?.post({ type: 'deleted', text: this.#isDeleted ? deletedText(this.label) : '' });
  }

  /**
   * Posts the reason why nothing was saved. After a conflict, `readAgain` returns the vault's current state.
   */
  protected async explain(error: unknown, failed: To, readAgain?: () => Promise<To>): Promise<void> {
    const message = isDeleted(error) ? { ...failed, message: deletedText(this.label) } : failed;
    await this.post(isConflict(error) && readAgain ? await answerOr(failed, readAgain) : message);
  }

  async #offerBack(): Promise<void> {
    if (this.isUnsaved && (await wantsBack(this.closedText()))) await this.reopen();
  }
}

function deletedText(name: string): string {
  return vscode.l10n.t(
    '"{0}" was deleted. Nothing can be saved until it is restored with Restore Deleted Secrets.',
    name,
  );
}

async function answerOr<T>(otherwise: T, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch {
    return otherwise;
  }
}
