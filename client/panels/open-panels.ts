import { type Pause, type WaitingLife, WaitingTabs } from './waiting-tabs.ts';

/** What is used of a tab of the editor. */
export interface Tab {
  readonly title: string;
  reveal(): void;
  dispose(): void;
  onDidDispose(listener: () => void): unknown;
}

/** What an open panel tells of itself. */
export interface PanelLife {
  /** Whether something was typed that would be lost with the tab. */
  readonly isUnsaved?: () => boolean;
  /** What was typed, for a new panel of the same subject: it replaces this one without a confirmation. */
  readonly handsOver?: () => unknown;
  /** The tab was closed, by the person or by us. */
  readonly closed?: () => void;
  /** The person closed the tab; we did not. */
  readonly closedByPerson?: () => void;
}

interface Questions {
  /** The answer; `undefined` once the person does not want to wait for it any more. */
  readonly answerOf: <A extends object>(question: Promise<A>) => Promise<A | undefined>;
  /** Whether what was typed in the panel of this title may be thrown away. */
  readonly mayDiscard: (title: string) => Promise<boolean>;
  readonly pause: Pause;
}

/** The tabs of panels: those that are open, one for each subject, and those that wait for the vault. */
export class OpenPanels<T extends Tab> {
  readonly #questions: Questions;
  readonly #open = new Map<string, T>();
  readonly #lives = new WeakMap<T, PanelLife>();
  readonly #waiting: WaitingTabs<T>;
  /** Subjects whose panel opens as soon as the vault has answered. */
  readonly #preparing = new Set<string>();
  /** Closed by us, without asking about what was typed. */
  readonly #closing = new WeakSet<T>();
  /** Counts sign-outs: an answer to an earlier person is never shown. */
  #gone = 0;

  constructor(questions: Questions) {
    this.#questions = questions;
    this.#waiting = new WaitingTabs(questions.pause);
  }

  /** Brings the subject's panel to the front as it was left; false when there is none. */
  reveal(subject: string): boolean {
    const panel = this.#open.get(subject);
    panel?.reveal();
    return panel !== undefined;
  }

  /** What the subject's panel hands over to the one that takes its place. */
  handedOver(subject: string): unknown {
    const panel = this.#open.get(subject);
    return panel && this.#lives.get(panel)?.handsOver?.();
  }

  /** A tab whose panel is still loading; like open panels, it closes when the person signs out. */
  hold(tab: T, life: WaitingLife): void {
    this.#waiting.add(tab, life);
  }

  /** No panel comes into the tab that was held. */
  giveUp(tab: T): void {
    this.#waiting.close(tab);
  }

  /**
   * What a new panel of the subject shows; `undefined` when the person calls it off, signs out, keeps what they
   * typed in the panel that would give way, or has asked for the same panel before and it is on its way. A tab
   * that is held already waits in their place, also for a vault that is away: it goes when nothing comes of it,
   * and nothing comes of it once the person has closed it.
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

  /** Titles of the forms in which something was typed. */
  get unsaved(): readonly string[] {
    const open = [...this.#open.values()].filter((panel) => this.#lives.get(panel)?.isUnsaved?.());
    return [...open.map(({ title }) => title), ...this.#waiting.unsaved];
  }

  /** After a sign-out no form may go on with the key of the person before. */
  closeAll(): void {
    this.#gone += 1;
    for (const panel of this.#open.values()) this.close(panel);
    this.#waiting.closeAll();
  }

  /** A panel of the same subject gives way: {@link prepare} has asked about what was typed in it. */
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

  /** Shows the panel that the question is about. */
  async #givesWay(subject: string): Promise<boolean> {
    const panel = this.#open.get(subject);
    const life = panel && this.#lives.get(panel);
    if (!panel || life?.handsOver || !life?.isUnsaved?.()) return true;
    panel.reveal();
    return this.#questions.mayDiscard(panel.title);
  }
}
