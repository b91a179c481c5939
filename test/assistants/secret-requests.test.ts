import { afterEach, describe, expect, it } from 'vitest';
import type { McpHost } from '../../assistants/mcp/mcp-host.ts';
import { SecretRequests } from '../../assistants/mcp/secret-requests.ts';
import { openSecureField, type SecureField } from '../../assistants/secure-field/secure-field.ts';
import { typeOn } from './support/type-on.ts';

const value = 'not-a-real-value-of-a-page';

describe('the pages of one assistant', () => {
  const pages: SecureField[] = [];
  afterEach(() => {
    for (const page of pages.splice(0)) page.close();
  });

  const requests = (): SecretRequests => {
    const host: Pick<McpHost, 'openField' | 'showPage'> = {
      showPage: () => true,
      openField: async ({ name, purpose }) => {
        const page = await openSecureField({
          vault: 'https://vault.example.com',
          person: 'Ann',
          name,
          purpose,
          replaces: false,
          lifetime: 60_000,
          save: () => Promise.resolve(),
          reportBug: () => undefined,
        });
        pages.push(page);
        return page;
      },
    };
    return new SecretRequests(host as McpHost);
  };

  /** Like a client that shows addresses. */
  const ask = (all: SecretRequests, name: string, inputResponses?: Record<string, unknown>) =>
    all.ask(
      { name, purpose: 'For it' },
      { opensPages: true, inputResponses, signal: new AbortController().signal },
    );

  it('are at most three, until the user has answered one', async () => {
    const all = requests();
    for (const name of ['ONE', 'TWO', 'THREE']) await ask(all, name);
    await expect(ask(all, 'FOUR')).rejects.toThrow('has not answered the pages for ONE, TWO, THREE yet');
    expect(pages).toHaveLength(3);
    await typeOn(pages[0]?.url ?? '', value);
    await expect
      .poll(() =>
        ask(all, 'FOUR').then(
          () => true,
          () => false,
        ),
      )
      .toBe(true);
    expect(pages).toHaveLength(4);
  });

  it('are not opened a second time for the same name', async () => {
    const all = requests();
    await ask(all, 'ONE');
    await ask(all, 'ONE');
    expect(pages).toHaveLength(1);
  });

  it('say that a value was saved, also if the user then declines in the client', async () => {
    const all = requests();
    await ask(all, 'ONE');
    await typeOn(pages[0]?.url ?? '', value);
    const declined = { page: { action: 'decline' } };
    expect(await ask(all, 'ONE', declined)).toEqual({ answer: { status: 'saved' } });
    // A second call for the same name, which the user answers later.
    expect(await ask(all, 'ONE', declined)).toEqual({ answer: { status: 'saved' } });
    expect(pages).toHaveLength(1);
  });
});
