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
    const typing = new Typing({ now: () => now, settled, knowsCursor: false });
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
    ['a word from which a letter was deleted', '', 'secret-not-found', 18, 20],
    ['the name that a snippet leaves open', 'k = get_secret("")', 'secret-name-invalid', 36, 36],
  ])('may be %s', (_, text, code, start, end) => {
    const typing = new Typing({ now: () => 0, settled: () => undefined, knowsCursor: false });
    typing.changed(uri, letter(text, 20));
    expect(typing.withoutUnfinished(uri, [finding(code, start, end)])).toEqual([]);
  });

  it.each([
    ['what else was found there', letter('p', 23), finding('secret-in-log', 20, 24)],
    ['what is pasted', letter('stripe_key', 20), finding('secret-not-found', 20, 30)],
    ['another word on the line', letter('p', 10), finding('secret-not-found', 20, 24)],
    ['a new line', letter('\n', 22), finding('secret-not-found', 20, 24)],
  ])('is not %s', (_, changes, one) => {
    const typing = new Typing({ now: () => 0, settled: () => undefined, knowsCursor: false });
    typing.changed(uri, changes);
    expect(typing.withoutUnfinished(uri, [one])).toEqual([one]);
  });

  it('belongs to one file', () => {
    const typing = new Typing({ now: () => 0, settled: () => undefined, knowsCursor: false });
    typing.changed(uri, letter('p', 23));
    const one = finding('secret-not-found', 20, 24);
    expect(typing.withoutUnfinished('file:///w/b.py', [one])).toEqual([one]);
  });
});

describe('a word that is being typed in an editor that tells where the cursor is', () => {
  const at = (character: number) => ({ line: 3, character });
  const range = { start: at(20), end: at(24) };
  const start = () => {
    const settled = vi.fn<(uri: string) => void>();
    return { settled, typing: new Typing({ now: () => 0, settled, knowsCursor: true }) };
  };

  it('is checked when the cursor leaves it, however long that takes', () => {
    const { settled, typing } = start();
    typing.changed(uri, letter('p', 23));
    expect(typing.isUnfinished(uri, range)).toBe(true);
    typing.cursorMoved(uri, at(21));
    expect(typing.isUnfinished(uri, range)).toBe(true);
    expect(settled).not.toHaveBeenCalled();
    typing.cursorMoved(uri, at(26));
    expect(settled.mock.calls).toEqual([[uri]]);
    expect(typing.isUnfinished(uri, range)).toBe(false);
  });

  it('is checked when the file is saved, or another file is edited', () => {
    const { settled, typing } = start();
    typing.changed(uri, letter('p', 23));
    expect(typing.isUnfinished(uri, range)).toBe(true);
    typing.cursorMoved(uri, undefined);
    expect(settled).toHaveBeenCalledOnce();
  });

  it('may still be empty: the editor tells that the cursor is between the quotes before anything is checked', () => {
    const { settled, typing } = start();
    typing.changed(uri, letter('""', 20));
    typing.cursorMoved(uri, at(21));
    expect(typing.isUnfinished(uri, { start: at(21), end: at(21) })).toBe(true);
    typing.cursorMoved(uri, at(24));
    expect(settled).toHaveBeenCalledOnce();
  });

  it('may be written in two places at once, as in a snippet', () => {
    const { typing } = start();
    typing.changed(uri, [...letter('p', 23), ...letter('p', 4)]);
    expect(typing.isUnfinished(uri, range)).toBe(true);
  });

  it('needs no new check if nothing was withheld', () => {
    const { settled, typing } = start();
    typing.changed(uri, letter('p', 23));
    typing.cursorMoved(uri, at(2));
    expect(settled).not.toHaveBeenCalled();
  });
});
