import { describe, expect, it, vi } from 'vitest';
import type { Diagnostic } from 'vscode-languageserver';
import { Typing } from '../../server/typing.ts';

const uri = 'file:///w/a.py';

function finding(code: string, start: number, end: number): Diagnostic {
  return {
    code,
    message: code,
    range: { start: { line: 3, character: start }, end: { line: 3, character: end } },
  };
}

function letter(text: string, character: number, length = 0) {
  const range = { start: { line: 3, character }, end: { line: 3, character: character + length } };
  return [{ range, text }];
}

describe('a word that is being typed', () => {
  it('is not checked until it is complete', () => {
    vi.useFakeTimers();
    let now = 0;
    const settled = vi.fn<(uri: string) => void>();
    const typing = new Typing({ now: () => now, settled });
    const found = [finding('secret-not-found', 20, 24), finding('secret-not-found', 40, 44)];
    typing.changed(uri, letter('p', 23));
    expect(typing.withoutUnfinished(uri, found)).toEqual([found[1]]);
    now = 900;
    vi.advanceTimersByTime(900);
    expect(settled.mock.calls).toEqual([[uri]]);
    expect(typing.withoutUnfinished(uri, found)).toEqual(found);
    vi.useRealTimers();
  });

  it.each([
    ['the empty text between two quotes that were just written', '""', 'secret-name-invalid', 21, 21],
    ['a field', 'c', 'secret-field-unknown', 18, 21],
  ])('may be %s', (_, text, code, start, end) => {
    const typing = new Typing({ now: () => 0, settled: () => undefined });
    typing.changed(uri, letter(text, 20));
    expect(typing.withoutUnfinished(uri, [finding(code, start, end)])).toEqual([]);
  });

  it.each([
    ['what else was found there', letter('p', 23), finding('secret-in-log', 20, 24)],
    ['what is pasted', letter('stripe_key', 20), finding('secret-not-found', 20, 30)],
    ['what is shortened', letter('', 23, 1), finding('secret-not-found', 20, 23)],
    ['another word on the line', letter('p', 10), finding('secret-not-found', 20, 24)],
    ['a new line', letter('\n', 22), finding('secret-not-found', 20, 24)],
  ])('is not %s', (_, changes, one) => {
    const typing = new Typing({ now: () => 0, settled: () => undefined });
    typing.changed(uri, changes);
    expect(typing.withoutUnfinished(uri, [one])).toEqual([one]);
  });

  it('belongs to one file', () => {
    const typing = new Typing({ now: () => 0, settled: () => undefined });
    typing.changed(uri, letter('p', 23));
    const one = finding('secret-not-found', 20, 24);
    expect(typing.withoutUnfinished('file:///w/b.py', [one])).toEqual([one]);
  });
});
