import { isStorable } from '../domain/texts.ts';
import { ProblemError } from '../errors.ts';
import type { VaultApp } from '../vault-app.ts';

/**
 * Refuses texts that not every storage gives back as they were: with U+0000, or with half a
 * character. Names, values and all else are held to it alike, wherever they stand in a request.
 */
export function addTextCheck(app: VaultApp): void {
  app.addHook('preValidation', (request, _reply, done) => {
    // An address can hold U+0000 in this form only; broken UTF-8 in it is refused by the router.
    const isWrong = request.url.includes('%00') || !isText(request.body);
    done(
      isWrong
        ? new ProblemError('InvalidInput', 'The request holds characters that are no text.')
        : undefined,
    );
  });
}

/** Bodies are JSON, so they are trees; their size is bounded before. */
function isText(body: unknown): boolean {
  if (typeof body === 'string') return isStorable(body);
  if (typeof body !== 'object' || body === null) return true;
  return Object.entries(body).every(([key, value]) => isStorable(key) && isText(value));
}
