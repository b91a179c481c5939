import { describe, expect, it } from 'vitest';
import { commandIds } from '../../contracts/ids.ts';
import { bookingAgent, open } from '../support/analysis-fixture.ts';
import { marked } from '../support/analysis-features.ts';

const settings = '{ "secret_name": "crm", "other": "x", "client_secret_name": "" }';

describe('in settings, a name', () => {
  const { analyzer, file } = open(settings, 'json');
  const links = analyzer.documentLinks(file, bookingAgent());

  it('is a link', () => {
    const ranges = links.map(({ range }) => range);
    expect(marked(file, ranges)).toBe('{ "secret_name": "«crm»", "other": "x", "client_secret_name": "" }');
  });

  it('leads to the secret of that agent', () => {
    expect(links[0]?.command).toMatchObject({
      id: commandIds.showInSecretsView,
      argument: { name: 'crm', agentId: 'PROJECT-1' },
    });
  });

  it('is not a link in files outside any agent', () => {
    expect(analyzer.documentLinks(file, {})).toEqual([]);
  });
});

it('code has no links: the click goes to the definition', () => {
  const { analyzer, file } = open('conv.utils.get_secret("crm")');
  expect(analyzer.documentLinks(file, bookingAgent())).toEqual([]);
});

describe('places found by the name of a secret', () => {
  const place = (line: number) => ({
    uri: 'file:///w/a.py',
    range: { start: { line, character: 0 }, end: { line, character: 1 } },
  });
  const uses = { stripe_api_key: [place(1), place(2)], api_stripe: [place(3)], crm: [place(4)] };
  const { analyzer } = open('');
  const found = (query: string): readonly string[] =>
    analyzer
      .workspaceSymbols(query, 'booking', uses)
      .map(({ name, place: { range } }) => `${name}:${range.start.line}`);

  it.each([
    ['its start first', 'stripe', ['stripe_api_key:1', 'stripe_api_key:2', 'api_stripe:3']],
    ['with a number sign', '#crm', ['crm:4']],
    ['in any case', 'CRM', ['crm:4']],
    ['by letters of it', 'sak', ['stripe_api_key:1', 'stripe_api_key:2']],
    ['nothing that does not fit', 'zendesk', []],
    ['nothing before something is asked', '', []],
    ['all with the sign alone', '#', ['stripe_api_key:1', 'stripe_api_key:2', 'api_stripe:3', 'crm:4']],
  ])('%s', (_, query, expected) => {
    expect(found(query)).toEqual(expected);
  });
});
