import { render, type TemplateResult } from 'lit';
import { keepInputs } from './kept-inputs.ts';

/**
 * Draws a panel. Removing a focused input sends its events, and their handlers draw again: a draw that is
 * requested while another is in progress follows it. Typed values, the selection and the focus survive.
 */
export class Drawing {
  readonly #root: HTMLElement;
  #next: TemplateResult | undefined;
  #isDrawing = false;

  constructor(root: HTMLElement) {
    this.#root = root;
  }

  draw(view: TemplateResult): void {
    this.#next = view;
    if (this.#isDrawing) return;
    this.#isDrawing = true;
    const restoreInputs = keepInputs();
    try {
      this.#drawAll();
    } finally {
      this.#isDrawing = false;
    }
    restoreInputs();
  }

  #drawAll(): void {
    while (this.#next) {
      const view = this.#next;
      this.#next = undefined;
      render(view, this.#root);
    }
  }
}
