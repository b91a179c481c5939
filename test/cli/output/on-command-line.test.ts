import { expect, it } from 'vitest';
import { onCommandLine } from '../../../cli/output/on-command-line.ts';
import { inEnglish, sentence, type Translate } from '../../../contracts/words.ts';
import { checkAddress, checkKey } from '../../../vault-client/http/endpoint.ts';
import { failure } from '../../../vault-client/http/vault-error.ts';

/** The messages about mistakes that users can fix. */
function said(translate: Translate): readonly string[] {
  const wrong = [() => checkAddress('foo', translate), () => checkKey('', translate)].map(messageOf);
  const codes = ['Unauthenticated', 'CredentialExpired', 'NotFound', 'Conflict'] as const;
  return [...wrong, ...codes.map((code) => translate(failure(sentence('look'), 'a vault', code)))];
}

function messageOf(work: () => unknown): string {
  try {
    work();
    return '';
  } catch (error) {
    return String(error);
  }
}

it('no message for a terminal refers users to something that only an editor has', () => {
  const editor = said(inEnglish);
  const terminal = said(onCommandLine);
  for (const [at, text] of terminal.entries()) expect(text).not.toBe(editor[at]);
  expect(terminal.join('\n')).not.toMatch(/settings|Refresh|Sign in|Paste/);
});

it('messages that apply to both are unchanged', () => {
  const forbidden = failure(sentence('look'), 'a vault', 'Forbidden');
  expect(onCommandLine(forbidden)).toBe(inEnglish(forbidden));
});
