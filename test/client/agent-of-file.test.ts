import type { Uri } from 'vscode';
import { describe, expect, it } from 'vitest';
import { agentOfFile } from '../../client/agents/agent-of-file.ts';
import type { AgentResult } from '../../contracts/lsp-messages.ts';

const hotel = { agentId: 'HOTEL', agentName: 'Hotel', rootUri: 'file:///work/hotel' };
const shop = { agentId: 'SHOP', agentName: 'Shop', rootUri: 'file:///work/shop' };
// The server is asked about it; nothing is read here.
const file = { scheme: 'file' } as Uri;

describe('the agent whose secrets a file gets', () => {
  it.each<[string, AgentResult | undefined, typeof hotel | undefined, typeof hotel | undefined]>([
    ['is the one it belongs to', { agent: shop }, hotel, shop],
    ['is the chosen one, for a file without an agent', {}, hotel, hotel],
    ['is none if the user chose none', {}, undefined, undefined],
    ['is none while its project cannot be read', { problem: 'no id' }, hotel, undefined],
    ['is the chosen one if no server responds', undefined, hotel, hotel],
  ])('%s', async (_title, result, certain, expected) => {
    const known = {
      languageClient: { agentOf: async () => result },
      currentAgent: { certain: async () => certain },
    };
    expect(await agentOfFile(known, file)).toEqual(expected);
  });
});
