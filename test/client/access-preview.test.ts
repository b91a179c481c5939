import { describe, expect, it } from 'vitest';
import { placeLabel } from '../../client/tree/attention.ts';
import type { Place } from '../../contracts/lsp-messages.ts';
import { inEnglish } from '../../contracts/words.ts';
import { previewLines } from '../../client/common/access-preview.ts';

const agent = { agentId: 'booking', agentName: 'Hotel Booking', rootUri: 'file:///booking' };
const labelOf = (place: Place): string => placeLabel(place, agent);

function uses(name: string, ...lines: readonly number[]) {
  const places = lines.map((line) => ({
    uri: 'file:///booking/functions/pay.py',
    range: { start: { line, character: 0 }, end: { line, character: 1 } },
  }));
  return { name, places };
}

describe('before access changes', () => {
  it('each secret is named, with the places that read it', () => {
    expect(previewLines([uses('stripe_api_key', 1, 4), uses('unused')], labelOf, inEnglish)).toEqual([
      '• stripe_api_key – functions/pay.py:2, functions/pay.py:5',
      '• unused',
    ]);
  });

  it('many places are counted, so that the message stays short', () => {
    expect(previewLines([uses('a', 1, 2, 3, 4, 5)], labelOf, inEnglish)).toEqual([
      '• a – functions/pay.py:2, functions/pay.py:3, functions/pay.py:4, and 2 more',
    ]);
  });

  it('many secrets are counted too', () => {
    const lines = previewLines(
      Array.from({ length: 40 }, (_, index) => uses(`s${index}`)),
      labelOf,
      inEnglish,
    );
    expect(lines).toHaveLength(13);
    expect(lines.at(-1)).toBe('and 28 more');
  });
});
