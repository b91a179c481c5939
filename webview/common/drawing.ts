import { render, type TemplateResult } from 'lit';
import { keepInputs } from './kept-inputs.ts';

/**
 * Renders a panel. Removing a focused input fires its events, and their handlers render again: a render
 * requested during another one runs after it. Typed values, the selection and the focus are preserved.
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
