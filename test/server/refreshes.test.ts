import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  type CatalogChangedParams,
  type CatalogParams,
  type CatalogResult,
  type FindingsChangedParams,
  lspMessages,
} from '../../contracts/lsp-messages.ts';
import { Catalogs } from '../../server/catalogs.ts';
import { debounced } from '../../server/timing.ts';
import { bundle } from './support/bundle.ts';
import { answerOf } from './support/catalog.ts';
import { Editor } from './support/editor.ts';
import { TemporaryWorkspace } from './support/workspace.ts';
import { eventually } from './support/eventually.ts';

const agentIds = Array.from({ length: 50 }, (_, at) => `agent-${at}`);
const apartMs = 15;

/** Fifty agents of one vault, whose answers arrive one after another, and an editor that draws. */
class Fifty {
  readonly #drawn: number[] = [];
  readonly #catalogs: Catalogs;

  constructor(answer: (agentId: string) => CatalogResult) {
    const isBusy = (): boolean => this.#catalogs.isAsking;
    this.#catalogs = new Catalogs({
      source: {
        ask: async (agentId) => {
          await answerAfter((agentIds.indexOf(agentId) + 1) * apartMs);
          return answer(agentId);
        },
      },
      changed: debounced(() => this.#drawn.push(Date.now()), { quietMs: 10, mostMs: 100, isBusy }),
      failed: () => undefined,
      staleMs: 10_000,
      patienceMs: 0,
    });
  }

  /** When the editor was told to refresh, in milliseconds from the first requests. */
  learn(): Promise<readonly number[]> {
    return this.#drawnAfter(() => agentIds.forEach((agentId) => this.#catalogs.knowledge(agentId)));
  }

  /** The same after a notification of the client that everything may have changed. */
  askAgain(): Promise<readonly number[]> {
    return this.#drawnAfter(() => this.#catalogs.invalidate());
  }

  async #drawnAfter(act: () => void): Promise<readonly number[]> {
    const start = Date.now();
    this.#drawn.length = 0;
    act();
    await vi.advanceTimersByTimeAsync(5000);
    return this.#drawn.map((at) => at - start);
  }
}

/** On the fake clock. */
function answerAfter(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}

describe('many answers', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('without changes cause no refresh', async () => {
    const fifty = new Fifty((agentId) => ({ ...answerOf(agentId, 'a'), asOf: new Date().toISOString() }));
    expect((await fifty.learn()).length).toBeGreaterThan(0);
    expect(await fifty.askAgain()).toEqual([]);
  });

  it('with changes cause few refreshes, the first of which comes soon', async () => {
    const fifty = new Fifty((agentId) => answerOf(agentId, `a${Date.now()}`));
    await fifty.learn();
    const times = await fifty.askAgain();
    expect(times.length).toBeLessThan(10);
    expect(times[0]).toBeLessThanOrEqual(apartMs + 100);
    expect(times.at(-1)).toBeGreaterThanOrEqual(50 * apartMs);
    expect(times.at(-1)).toBeLessThanOrEqual(50 * apartMs + 100);
  });

  it('cause an immediate refresh if there is only one', async () => {
    const drawn: number[] = [];
    const start = Date.now();
    const refresh = debounced(() => drawn.push(Date.now() - start), {
      quietMs: 10,
      mostMs: 100,
      isBusy: () => false,
    });
    refresh();
    refresh();
    await vi.advanceTimersByTimeAsync(1000);
    expect(drawn).toEqual([10]);
  });
});

const threeAgents = `
//- a/project.yaml
project_id: a
//- silent-1/project.yaml
project_id: silent-1
//- silent-2/project.yaml
project_id: silent-2
`;

describe('the editor', () => {
  let server: string;
  beforeAll(async () => {
    server = await bundle('server');
  });

  it('is notified of a grant, and not of an answer without changes', async () => {
    using workspace = new TemporaryWorkspace(threeAgents);
    let [asked, names] = [0, ['!key']];
    const catalog = ({ agentId }: CatalogParams): unknown => {
      if (agentId.startsWith('silent')) return new Promise(() => undefined);
      asked++;
      return { ...answerOf('a', ...names), asOf: new Date().toISOString() };
    };
    await using editor = await Editor.start({ workspace, server, catalog });
    await editor.open('a/f.py', 'conv.utils.get_secret("key")\n');
    await eventually(async () => expect(await editor.diagnose('a/f.py')).toHaveLength(1));
    await editor.settled('silent-1');
    const before = { refreshes: editor.refreshes, asked };
    await editor.catalogChanged();
    await eventually(() => expect(asked).toBe(before.asked + 1));
    await editor.settled('silent-2');
    expect(editor.refreshes).toBe(before.refreshes);
    names = ['key'];
    await editor.catalogChanged();
    await eventually(() => expect(editor.refreshes).toBe(before.refreshes + 1));
    expect(await editor.diagnose('a/f.py')).toEqual([]);
  });

  it('sends the catalog with the event: the server requests nothing', async () => {
    using workspace = new TemporaryWorkspace('//- project.yaml\nproject_id: a\n');
    let asked = 0;
    const catalog = (): CatalogResult => {
      asked++;
      return answerOf('a', '!key');
    };
    await using editor = await Editor.start({ workspace, server, catalog });
    await editor.open('f.py', 'conv.utils.get_secret("key")\n');
    await eventually(async () => expect(await editor.diagnose('f.py')).toHaveLength(1));
    const catalogs = [{ agentId: 'a', result: answerOf('a', 'key') }];
    const params: CatalogChangedParams = { agentIds: ['a'], catalogs };
    await editor.connection.sendNotification(lspMessages.catalogChanged, params);
    expect(await editor.diagnose('f.py')).toEqual([]);
    expect(asked).toBe(1);
  });

  it('is told which file to refresh once a word is complete, if it can refresh one', async () => {
    using workspace = new TemporaryWorkspace('//- project.yaml\nproject_id: a\n');
    const initializationOptions = { fileRefresh: true };
    const catalog = (): CatalogResult => answerOf('a', 'key');
    await using editor = await Editor.start({ workspace, server, catalog, initializationOptions });
    const settled: string[] = [];
    editor.connection.onNotification(lspMessages.findingsChanged, ({ uri }: FindingsChangedParams) => {
      settled.push(uri);
    });
    await editor.open('f.py', 'conv.utils.get_secret("ke")\n');
    await editor.open('g.py', 'conv.utils.get_secret("ke")\n');
    await eventually(async () => expect(await editor.diagnose('f.py')).toHaveLength(1));
    await eventually(() => expect(editor.refreshes).toBe(1));
    const behind = { line: 0, character: 25 };
    await editor.edit('f.py', { range: { start: behind, end: behind }, text: 'x' });
    expect(await editor.diagnose('f.py')).toEqual([]);
    await eventually(() => expect(settled).toEqual([workspace.uri('f.py')]));
    expect(await editor.diagnose('f.py')).toHaveLength(1);
    expect(editor.refreshes).toBe(1);
  });
});
