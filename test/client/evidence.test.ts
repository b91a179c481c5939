import { describe, expect, it } from 'vitest';
import type { Place } from '../../contracts/lsp-messages.ts';
import { evidenceOn, PlaceBook } from '../../client/panels/evidence-on-secret.ts';

const place = (line: number): Place => ({
  uri: 'file:///w/hotel/functions/pay.py',
  range: { start: { line, character: 4 }, end: { line, character: 9 } },
});
const newBook = (): PlaceBook =>
  new PlaceBook(({ uri, range }) => `${uri.slice('file:///w/'.length)}:${range.start.line + 1}`);

describe('the evidence of a workspace', () => {
  it('lists the places that read the secret, and those that may', () => {
    const uses = {
      names: { stripe_key: [place(8)], other: [place(1)] },
      choices: [
        { pattern: 'stripe_*', place: place(20) },
        { pattern: 'crm_*', place: place(30) },
      ],
      complete: true,
    };
    expect(evidenceOn('stripe_key', [{ agentId: 'hotel', uses }], newBook())).toEqual([
      {
        agentId: 'hotel',
        places: [{ id: 0, label: 'hotel/functions/pay.py:9' }],
        maybe: [{ id: 1, label: 'hotel/functions/pay.py:21' }],
      },
    ]);
  });

  it('never says "not used" while files are still being read', () => {
    const reading = { names: {}, complete: false };
    expect(evidenceOn('stripe_key', [{ agentId: 'hotel', uses: reading }], newBook())).toEqual([]);
    const seen = { names: { stripe_key: [place(8)] }, complete: false };
    expect(evidenceOn('stripe_key', [{ agentId: 'hotel', uses: seen }], newBook())).toHaveLength(1);
  });

  it('handles a secret named like a built-in property', () => {
    const uses = { names: {}, complete: true };
    expect(evidenceOn('constructor', [{ agentId: 'hotel', uses }], newBook())[0]?.places).toEqual([]);
  });
});

describe('the places that a panel may open', () => {
  it('are those it was shown, by number; each has one number', () => {
    const book = newBook();
    const { id } = book.show(place(8));
    expect(book.show(place(8)).id).toBe(id);
    expect(book.placesOf([id])).toEqual([place(8)]);
    expect(book.placesOf([99, -1])).toEqual([]);
  });
});
