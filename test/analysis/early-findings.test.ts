import { describe, expect, it } from 'vitest';
import type { Finding } from '../../analysis/index.ts';
import { runToEnd } from '../../analysis/model/in-slices.ts';
import { bookingAgent, open, secret } from '../support/analysis-fixture.ts';

const code = `
NAME = "a"
def start(conv):
    other = conv.utils.get_secret("missing")
    key = conv.utils.get_secret(NAME)
    print(key)
    conv.utils.get_secret("b")  # agent-secrets: ignore[secret-not-found] later
    conv.utils.get_secret("missing")  # agent-secrets: ignore[secret-not-found] later
    derived = conv.utils.get_secret(NAME + "_missing")
`;

const linesOf = (found: readonly Finding[]): readonly string[] =>
  found.map(({ rule, range }) => `${range.start.line} ${rule}`);

describe('before values have been followed', () => {
  it('only findings that do not depend on them are known, and comments count', () => {
    const { analyzer, file } = open(code);
    const context = bookingAgent({ secrets: [secret('a'), secret('b')] });
    const early = analyzer.earlyFindings(file, context);
    expect(linesOf(early)).toEqual(['3 secret-not-found']);
    expect(analyzer.isFollowed(file, context.project)).toBe(false);
    runToEnd(analyzer.follow(file, context.project));
    expect(analyzer.isFollowed(file, context.project)).toBe(true);
    const all = analyzer.findings(file, context);
    expect(linesOf(all)).toEqual([
      '3 secret-not-found',
      '5 secret-in-log',
      '6 suppression-unused',
      '8 secret-not-found',
    ]);
    expect(all.filter(({ late }) => late !== true)).toEqual(early);
  });
});
