import { isUtf8 } from 'node:buffer';
import { ProblemError } from '../errors/errors.ts';
import { namesTwice } from '../domain/input/strict-json.ts';
import type { VaultApp } from './vault-app.ts';

/**
 * Refuses bodies that programs could interpret in two ways: bytes that are not UTF-8, which others replace,
 * and repeated names, of which others take the first or the last.
 */
export function addStrictBodies(app: VaultApp): void {
  const parseJson = app.getDefaultJsonParser('error', 'error');
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    if (typeof body === 'string' || !isUtf8(body)) {
      return done(new ProblemError('InvalidInput', 'The request is not valid UTF-8.'));
    }
    const text = body.toString('utf8');
    void parseJson(request, text, (error, value) => {
      if (error) return done(error);
      const isTwofold = namesTwice(text);
      done(
        isTwofold ? new ProblemError('InvalidInput', 'The request contains the same name twice.') : null,
        value,
      );
    });
  });
}
