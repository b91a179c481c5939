import { isStorable } from '../domain/input/texts.ts';
import { ProblemError } from '../errors/errors.ts';
import type { VaultApp } from './vault-app.ts';

/**
 * Refuses texts that not every storage returns unchanged: with U+0000, or with half a character. Applies to
 * names, values and everything else, anywhere in a request.
 */
export function addTextCheck(app: VaultApp): void {
  app.addHook('preValidation', (request, _reply, done) => {
    // A URL can contain U+0000 only in this form; the router refuses broken UTF-8 in it.
    const isWrong = request.url.includes('%00') || !isText(request.body);
    done(
      isWrong
        ? new ProblemError('InvalidInput', 'The request contains characters that are not allowed.')
        : undefined,
    );
  });
}

/**
 * Bodies are JSON and so are trees. Their size is already limited, but not their depth, so this is not
 * recursive.
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
