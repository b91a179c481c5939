import { type Pause, type WaitingLife, WaitingTabs } from './waiting-tabs.ts';

export interface Tab {
  readonly title: string;
  reveal(): void;
  dispose(): void;
  onDidDispose(listener: () => void): unknown;
}

export interface PanelLife {
  /** Whether closing the tab would lose input. */
  readonly isUnsaved?: () => boolean;
  /**
   * The input for a new panel that replaces this one without confirmation. The new panel has the same
   * subject.
   */
  readonly handsOver?: () => unknown;
  /** Called when the tab was closed, by the user or by us. */
  readonly closed?: () => void;
  /** Called only when the user closed the tab. */
  readonly closedByPerson?: () => void;
}

interface Questions {
  /** The response; `undefined` if the user cancels the wait. */
  readonly answerOf: <A extends object>(question: Promise<A>) => Promise<A | undefined>;
  /** Asks whether to discard the input in the panel with this title. */
  readonly mayDiscard: (title: string) => Promise<boolean>;
  readonly pause: Pause;
}

/** The tabs of all panels: open ones, one per subject, and those that wait for the vault. */
export class OpenPanels<T extends Tab> {
  readonly #questions: Questions;
  readonly #open = new Map<string, T>();
  readonly #lives = new WeakMap<T, PanelLife>();
  readonly #waiting: WaitingTabs<T>;
  /** Subjects whose panel opens as soon as the vault responds. */
  readonly #preparing = new Set<string>();
  /** Tabs that we close without asking about their input. */
  readonly #closing = new WeakSet<T>();
  /** Counts sign-outs, so that a response for a previous user is never shown. */
  #gone = 0;

  constructor(questions: Questions) {
    this.#questions = questions;
    this.#waiting = new WaitingTabs(questions.pause);
  }

  /** Brings the subject's panel to the front unchanged. Returns false if it is not open. */
  reveal(subject: string): boolean {
    const panel = this.#open.get(subject);
    panel?.reveal();
    return panel !== undefined;
  }

  /** The input that the subject's panel passes to the panel that replaces it. */
  handedOver(subject: string): unknown {
    const panel = this.#open.get(subject);
    return panel && this.#lives.get(panel)?.handsOver?.();
  }

  /** Adds a tab whose panel is still loading. Like an open panel, it closes when the user signs out. */
  hold(tab: T, life: WaitingLife): void {
    this.#waiting.add(tab, life);
  }

  /** Closes a held tab because no panel will open in it. */
  giveUp(tab: T): void {
    this.#waiting.close(tab);
  }

  /**
   * Requests the contents of a new panel. Returns `undefined` if the user cancels or signs out, if the user
   * keeps the input of the panel that would be replaced, or if the same panel is already being opened. With a
   * held tab, waits even while the vault is unreachable: the tab closes if there is no response, and the
   * response is dropped if the user closes the tab.
   */
  async prepare<A extends object>(subject: string, ask: () => Promise<A>, tab?: T): Promise<A | undefined> {
    if (!tab) return this.#prepared(subject, () => this.#answer(subject, ask));
    let answer: A | undefined;
    try {
      answer = await this.#prepared(subject, () => this.#waiting.answer(tab, ask));
    } finally {
      if (!answer) this.#waiting.close(tab);
    }
    return this.#waiting.has(tab) ? answer : undefined;
  }

  /** Titles of the forms with unsaved input. */
  get unsaved(): readonly string[] {
    const open = [...this.#open.values()].filter((panel) => this.#lives.get(panel)?.isUnsaved?.());
    return [...open.map(({ title }) => title), ...this.#waiting.unsaved];
  }

  /** Closes all forms, so that none continues with the previous user's key after a sign-out. */
  closeAll(): void {
    this.#gone += 1;
    for (const panel of this.#open.values()) this.close(panel);
    this.#waiting.closeAll();
  }

  /** Replaces any panel of the same subject; {@link prepare} has already asked about its input. */
  protected enter(subject: string, life: PanelLife, create: () => T): T {
    this.close(this.#open.get(subject));
    const panel = create();
    this.#waiting.remove(panel);
    this.#open.set(subject, panel);
    this.#lives.set(panel, life);
    panel.onDidDispose(() => {
      if (this.#open.get(subject) === panel) this.#open.delete(subject);
      life.closed?.();
      if (!this.#closing.has(panel)) life.closedByPerson?.();
    });
    return panel;
  }

  protected close(panel: T | undefined): void {
    if (!panel) return;
    this.#closing.add(panel);
    panel.dispose();
  }

  async #prepared<A extends object>(
    subject: string,
    ask: () => Promise<A | undefined>,
  ): Promise<A | undefined> {
    const gone = this.#gone;
    const answer = await ask();
    if (!answer || gone !== this.#gone || !(await this.#givesWay(subject))) return undefined;
    return gone === this.#gone ? answer : undefined;
  }

  async #answer<A extends object>(subject: string, ask: () => Promise<A>): Promise<A | undefined> {
    if (this.#preparing.has(subject)) return undefined;
    this.#preparing.add(subject);
    try {
      return await this.#questions.answerOf(ask());
    } finally {
      this.#preparing.delete(subject);
    }
  }

  /** Whether the open panel can be replaced. If it has unsaved input, shows it and asks. */
  async #givesWay(subject: string): Promise<boolean> {
    const panel = this.#open.get(subject);
    const life = panel && this.#lives.get(panel);
    if (!panel || life?.handsOver || !life?.isUnsaved?.()) return true;
    panel.reveal();
    return this.#questions.mayDiscard(panel.title);
  }
}
