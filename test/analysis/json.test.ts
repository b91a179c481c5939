import { describe, expect, it } from 'vitest';
import { createAnalyzer } from '../../analysis/index.ts';
import { bookingAgent, open } from '../support/analysis-fixture.ts';
import { namesIn, offeredAt, spansIn, taken } from '../support/analysis-markers.ts';

describe('in experimental_config.json', () => {
  it.each(['secret_name', 'client_secret_name', 'connector_token_secret_name'])(
    '%s names a secret',
    (key) => {
      expect(namesIn(`{"a": [{"${key}": "x"}]}`, 'json')).toEqual(['x']);
      expect(spansIn(`{"${key}": "x"}`, 'json')).toEqual(['x']);
    },
  );

  it.each([
    '{"name": "x"}',
    '{"my_secret_name": "x"}',
    '{"secret_name": 1}',
    '["secret_name", "x"]',
    '{"x": "secret_name"}',
  ])('%s names none', (code) => {
    expect(namesIn(code, 'json')).toEqual([]);
  });

  it('escapes are understood', () => {
    expect(namesIn(String.raw`{"secret_name": "\u0061"}`, 'json')).toEqual(['a']);
  });

  it('a wrong name is found', () => {
    const { analyzer, file } = open('{"secret_name": "nobody_knows_it"}', 'json');
    expect(analyzer.findings(file, bookingAgent()).map(({ rule }) => rule)).toEqual(['secret-not-found']);
  });

  it('names are completed over the whole string', () => {
    expect(offeredAt('{"secret_name": "$0"}', bookingAgent(), 'json')).toContain('stripe_api_key');
    expect(offeredAt('{"secret_name": "$0', bookingAgent(), 'json')).toContain('stripe_api_key');
    expect(offeredAt('{"other": "$0"}', bookingAgent(), 'json')).toEqual([]);
    expect(taken('{"secret_name": "zen$0desk"}', 'stripe_api_key', bookingAgent(), 'json')).toBe(
      '{"secret_name": "stripe_api_key"}',
    );
  });

  it('no other JSON file is looked at', () => {
    const analyzer = createAnalyzer();
    const text = '{"secret_name": "x"}';
    const file = analyzer.parse({ uri: 'file:///w/package.json', languageId: 'json', text });
    expect(analyzer.references(file)).toEqual([]);
    expect(analyzer.complete(file, text.indexOf('x'), bookingAgent())).toEqual([]);
  });
});
