import { describe, expect, it } from 'vitest';
import { bookingAgent, open } from '../support/analysis-fixture.ts';

/** Assembled here, so that no scanner takes this file for a leak. */
const token = ['ghp', '9Q2mZt7XcV4bN8sLkP3wRj6HdF1aYuE5oGi0'].join('_');
const own = ['ags', 'author', '9Q2mZt7XcV4bN8sLkP3wRj6HdF1aYuE5oGi0abcdefgh12345'].join('_');

describe("a credential in the place of a secret's name", () => {
  it.each([
    ['of another service', token],
    ['of the vault', own],
  ])('%s is not repeated in the message', (_, credential) => {
    const { analyzer, file } = open(`conv.utils.get_secret("${credential}")`);
    const found = analyzer.findings(file, bookingAgent());
    expect(found).toMatchObject([{ rule: 'secret-not-found', names: [`${credential.slice(0, 4)}…`] }]);
    expect(JSON.stringify(found)).not.toContain(credential.slice(0, 12));
  });

  it('is not offered as the name of a new secret', () => {
    const { analyzer, file } = open(`conv.utils.get_secret("${token}")`);
    const range = file.rangeOf({ start: 0, end: file.text.length });
    const titles = analyzer
      .codeActions(file, range, bookingAgent({ mayCreate: true }))
      .map(({ title }) => title);
    expect(titles.filter((title) => title.startsWith('Create'))).toEqual([]);
  });

  it('does not include a name that only starts like one', () => {
    const { analyzer, file } = open('conv.utils.get_secret("ghp_bot_key")');
    expect(analyzer.findings(file, bookingAgent())).toMatchObject([{ names: ['ghp_bot_key'] }]);
  });
});
