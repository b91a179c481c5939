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

/**
 * Bodies are JSON, so they are trees, of a size that is bounded before, but nested as deep as it
 * pleases whoever sent them: deeper than functions can call themselves.
 */
function isText(body: unknown): boolean {
  const left: unknown[] = [body];
  while (left.length > 0) {
    const part = left.pop();
    if (typeof part === 'string' && !isStorable(part)) return false;
    if (typeof part !== 'object' || part === null) continue;
    if (!Array.isArray(part)) for (const name of Object.keys(part)) left.push(name);
    for (const inner of Object.values(part)) left.push(inner);
  }
  return true;
}
