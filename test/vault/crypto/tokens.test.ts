import { describe, expect, it } from 'vitest';
import { looksLikeToken, newToken } from '../../../vault/crypto/index.ts';

describe('a token', () => {
  it('has a prefix for people and scanners', () => {
    expect(newToken('agent')).toMatch(/^ags_agent_[0-9A-Za-z]{49}$/);
  });

  it('is never issued twice', () => {
    expect(new Set(Array.from({ length: 1000 }, () => newToken('admin'))).size).toBe(1000);
  });

  it('is distinguished from a mistyped one without a database query', () => {
    const token = newToken('author');
    expect(looksLikeToken(token)).toBe(true);
    for (let index = 11; index < token.length; index += 1) {
      const other = token[index] === 'x' ? 'y' : 'x';
      expect(looksLikeToken(token.slice(0, index) + other + token.slice(index + 1))).toBe(false);
    }
  });

  it.each(['', 'ags_admin_', 'ags_root_', 'x'.repeat(10_000), 'ags_admin_\n'])('is not %j', (text) => {
    expect(looksLikeToken(text)).toBe(false);
  });
});
