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
    '{"secret_name": null}',
    '{"secret_name": ""}',
    '{"secret_name": {"live": "x"}}',
    '{"secret_name": ["x"]}',
    '{"secret_name": "x',
    String.raw`{"secret_name": "\x"}`,
    '{"secret_names": "x"}',
    '{"Secret_Name": "x"}',
    '{ // "secret_name": "x"\n"b": 1}',
    '{"a": 1 /* , "secret_name": "x" */}',
    String.raw`{"x": "\"secret_name\": \"y\""}`,
    'secret_name',
  ])('%s names none', (code) => {
    expect(namesIn(code, 'json')).toEqual([]);
  });

  it.each([
    ['escapes', String.raw`{"secret_name": "\u0061"}`],
    ['spaces and line ends', '{\r\n\t"secret_name"\r\n:\r\n"a"}'],
    ['a comma too many', '{"secret_name": "a",}'],
    ['a comma too few', '{"secret_name": "a" "b": 1}'],
    ['a comment before the value', '{"secret_name": /* which? */ "a"}'],
    ['a comment behind it', '{"secret_name": "a" // the shop\n, "b": 1}'],
    ['a comment about it', '{ // secret_name says which\n"secret_name": "a"}'],
    ['a text that looks like a comment', '{"url": "https://x/*", "secret_name": "a"}'],
    ['an end that is missing', '{"a": [{"secret_name": "a"'],
    ['a byte-order mark', '\uFEFF{"secret_name": "a"}'],
  ])('%s are understood', (_, code) => {
    expect(namesIn(code, 'json')).toEqual(['a']);
  });

  it('many names keep their order', () => {
    const code = '[{"secret_name": "b"}, {"x": {"client_secret_name": "a"}}, {"secret_name": "c"}]';
    expect(namesIn(code, 'json')).toEqual(['b', 'a', 'c']);
  });

  it('a wrong name is found', () => {
    const { analyzer, file } = open('{"secret_name": "nobody_knows_it"}', 'json');
    expect(analyzer.findings(file, bookingAgent()).map(({ rule }) => rule)).toEqual(['secret-not-found']);
  });

  it('names are completed over the whole string', () => {
    expect(offeredAt('{"secret_name": "$0"}', bookingAgent(), 'json')).toContain('stripe_api_key');
    expect(offeredAt('{"secret_name": "$0', bookingAgent(), 'json')).toContain('stripe_api_key');
    expect(offeredAt('{"other": "$0"}', bookingAgent(), 'json')).toEqual([]);
    expect(offeredAt('{"secret_name": $0}', bookingAgent(), 'json')).toEqual([]);
    expect(offeredAt('{"a": [{"client_secret_name" :  "st$0', bookingAgent(), 'json')).toContain(
      'stripe_api_key',
    );
    expect(offeredAt('{"secret_name": "a", "b": "$0"}', bookingAgent(), 'json')).toEqual([]);
    expect(offeredAt('{"secret_name": "a"$0}', bookingAgent(), 'json')).toEqual([]);
    expect(taken('{"secret_name": "zen$0desk"}', 'stripe_api_key', bookingAgent(), 'json')).toBe(
      '{"secret_name": "stripe_api_key"}',
    );
  });

  it('other JSON files are not analyzed', () => {
    const analyzer = createAnalyzer();
    const text = '{"secret_name": "x"}';
    const file = analyzer.parse({ uri: 'file:///w/package.json', languageId: 'json', text });
    expect(analyzer.references(file)).toEqual([]);
    expect(analyzer.complete(file, text.indexOf('x'), bookingAgent())).toEqual([]);
  });
});
