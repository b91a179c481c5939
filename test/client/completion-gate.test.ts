import { describe, expect, it } from 'vitest';
import { wantsCompletion } from '../../client/completion-gate.ts';

describe('while typing, the server is asked', () => {
  it.each([
    'key = conv.utils.get_secret("',
    "key = sv('str",
    'os.environ["STRI',
    'process.env.STRI',
    'credentials["cli',
    '    secret_name = "',
  ])('behind %j', (line) => {
    expect(wantsCompletion(line)).toBe(true);
  });
});

describe('while typing, the server is left alone', () => {
  it.each(['def book', 'return total', 'import requests', '    if order.status', '# a comment'])(
    'behind %j',
    (line) => {
      expect(wantsCompletion(line)).toBe(false);
    },
  );
});
