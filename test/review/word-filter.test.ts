import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mentions } from '../../analysis/index.ts';
import { createMentionTest, wordFilter } from '../../review/files/word-filter.ts';

const word = fc.stringMatching(/^[A-Za-z_]\w{0,20}$/);
const letters = fc.string({
  unit: fc.constantFrom('a', 'B', '_', '7', ' ', '.', '\n', '"', 'é', '名', '$', '-'),
});

function mayMention(text: string, name: string): boolean {
  return createMentionTest(name)(wordFilter(Buffer.from(text)));
}

describe('the words that a file mentions', () => {
  it('never says that a file does not mention what it mentions', () => {
    fc.assert(
      fc.property(fc.array(word), word, letters, letters, (others, name, before, after) => {
        const text = `${others.join(' ')}${before} ${name}.${after}`;
        expect(mayMention(text, name)).toBe(true);
      }),
    );
  });

  it('agrees with the search of the text, for names in any script', () => {
    fc.assert(
      fc.property(letters, letters, (text, name) => {
        if (mentions(text, name)) expect(mayMention(text, name)).toBe(true);
      }),
    );
    expect(mayMention('x = größe', 'größe')).toBe(true);
    expect(mayMention('name', 'name')).toBe(true);
  });

  it('rules out most files that do not mention a name', () => {
    const texts = Array.from({ length: 2_000 }, (_, file) =>
      Array.from({ length: 300 }, (__, at) => `name_${file}_${at * 7} = value${at}`).join('\n'),
    );
    const wrong = texts.filter((text) => mayMention(text, 'charge_card'));
    expect(wrong.length).toBeLessThan(texts.length / 5);
  });
});
