import { describe, expect, it, type Mock, vi } from 'vitest';
import { OpenPanels, type PanelLife, type Tab } from '../../client/panels/open-panels.ts';
import { VaultError, type VaultErrorCode } from '../../vault-client/index.ts';

class FakeTab implements Tab {
  readonly title: string;
  readonly reveal = vi.fn();
  readonly #listeners: (() => void)[] = [];
  isGone = false;

  constructor(title: string) {
    this.title = title;
  }

  onDidDispose(listener: () => void): void {
    this.#listeners.push(listener);
  }

  dispose(): void {
    if (this.isGone) return;
    this.isGone = true;
    for (const listener of this.#listeners) listener();
  }
}

/** The panels of a window, and a user who gives every question the same answer. */
class Panels extends OpenPanels<FakeTab> {
  readonly mayDiscard: Mock<(title: string) => Promise<boolean>>;
  readonly pause: Mock<(milliseconds: number) => Promise<void>>;

  constructor(discards = false) {
    const mayDiscard = vi.fn<(title: string) => Promise<boolean>>(() => Promise.resolve(discards));
    const pause = vi.fn<(milliseconds: number) => Promise<void>>(() => Promise.resolve());
    super({ answerOf: (question) => question, mayDiscard, pause });
    this.mayDiscard = mayDiscard;
    this.pause = pause;
  }

  open(subject: string, life: PanelLife = {}, tab = new FakeTab(subject)): FakeTab {
    return this.enter(subject, life, () => tab);
  }
}

const answer = { name: 'a' };
const ask = () => Promise.resolve(answer);
const refuse = () => Promise.reject(new VaultError('NotFound', 'There is no such secret.'));
const typed: PanelLife = { isUnsaved: () => true };

/** A vault that fails once for each code, and answers afterwards. */
function failing(...codes: readonly VaultErrorCode[]) {
  const asking = vi.fn(ask);
  for (const code of codes) asking.mockRejectedValueOnce(new VaultError(code, 'Not now.'));
  return asking;
}

/** A tab restored by the editor, and its pending panels. */
function kept({ isUnsaved = true } = {}) {
  const panels = new Panels();
  const tab = new FakeTab('Edit: a');
  const isAway = vi.fn();
  const closedUnsaved = vi.fn();
  panels.hold(tab, { isUnsaved, isAway, closedUnsaved });
  return { panels, tab, isAway, closedUnsaved };
}
type Kept = ReturnType<typeof kept>;

describe('a tab that the editor restores after a reload', () => {
  it('closes when the vault refuses what its panel needs, with a message', async () => {
    const { panels, tab } = kept();
    await expect(panels.prepare('edit a', refuse, tab)).rejects.toThrow('no such secret');
    expect(tab.isGone).toBe(true);
  });

  it('stays for the panel when the vault answers', async () => {
    const { panels, tab } = kept();
    expect(await panels.prepare('edit a', ask, tab)).toBe(answer);
    expect(tab.isGone).toBe(false);
  });

  it.each(['Unreachable', 'TimedOut', 'TooManyRequests', 'InternalError', 'Sealed'] as const)(
    'keeps the typed text when the vault fails again (%s), says so, and retries',
    async (code) => {
      const { panels, tab, isAway } = kept();
      expect(await panels.prepare('edit a', failing(code), tab)).toBe(answer);
      expect([tab.isGone, isAway.mock.calls.length, panels.pause.mock.calls.length]).toEqual([false, 1, 1]);
    },
  );

  it('retries at growing intervals', async () => {
    const { panels, tab } = kept();
    const codes = Array<VaultErrorCode>(6).fill('Unreachable');
    await panels.prepare('edit a', failing(...codes), tab);
    const pauses = panels.pause.mock.calls.map(([milliseconds]) => milliseconds);
    expect(pauses).toEqual([250, 1000, 3000, 3000, 3000, 3000]);
  });

  it.each(['SecretNotFound', 'Forbidden', 'VaultDisabled', 'AddressNotAllowed'] as const)(
    'is not retried after a refusal: %s',
    async (code) => {
      const { panels, tab, isAway } = kept();
      await expect(panels.prepare('edit a', failing(code), tab)).rejects.toThrow('Not now.');
      expect([tab.isGone, isAway.mock.calls.length]).toEqual([true, 0]);
    },
  );

  it.each([
    ['closed', (_: Panels, tab: FakeTab) => tab.dispose()],
    ['given up by a sign-out', (panels: Panels) => panels.closeAll()],
  ])('stops waiting once it is %s, without an error message', async (_, end) => {
    const { panels, tab, isAway } = kept();
    const asking = failing('Unreachable', 'Unreachable');
    panels.pause.mockImplementation(() => Promise.resolve(end(panels, tab)));
    expect(await panels.prepare('edit a', asking, tab)).toBeUndefined();
    expect([asking.mock.calls.length, isAway.mock.calls.length, tab.isGone]).toEqual([1, 1, true]);
  });

  it('is not notified of a refusal once it is closed', async () => {
    const { panels, tab } = kept();
    const prepared = panels.prepare('edit a', refuse, tab);
    tab.dispose();
    expect(await prepared).toBeUndefined();
  });

  it('gets no panel when it is closed while the vault is asked', async () => {
    const { panels, tab } = kept();
    const form = panels.open('edit a');
    const prepared = panels.prepare('edit a', ask, tab);
    tab.dispose();
    expect([await prepared, form.isGone]).toEqual([undefined, false]);
  });

  it('sends no request when it is already closed', async () => {
    const { panels, tab } = kept();
    tab.dispose();
    const asking = vi.fn(ask);
    expect(await panels.prepare('edit a', asking, tab)).toBeUndefined();
    expect(asking).not.toHaveBeenCalled();
  });

  it('closes with the forms of a user who signs out while it waits for the vault', () => {
    const { panels, tab } = kept();
    expect(panels.unsaved).toEqual(['Edit: a']);
    panels.closeAll();
    expect([tab.isGone, panels.unsaved]).toEqual([true, []]);
  });

  it('is restored when the user closes it while it waits, if something was typed', () => {
    const [typedIn, empty] = [kept(), kept({ isUnsaved: false })];
    typedIn.tab.dispose();
    empty.tab.dispose();
    expect(typedIn.closedUnsaved).toHaveBeenCalledOnce();
    expect(empty.closedUnsaved).not.toHaveBeenCalled();
  });

  it.each<[string, (one: Kept) => unknown]>([
    ['of a sign-out', ({ panels }) => panels.closeAll()],
    ['of a refusal', ({ panels, tab }) => panels.prepare('edit a', refuse, tab).catch(() => undefined)],
    ['nothing comes of it', ({ panels, tab }) => panels.giveUp(tab)],
    ['its panel, which was there, is closed', ({ panels, tab }) => panels.open('a', {}, tab).dispose()],
  ])('is not restored when it closes because %s', async (_, goes) => {
    const one = kept();
    await goes(one);
    expect([one.tab.isGone, one.closedUnsaved.mock.calls.length]).toEqual([true, 0]);
  });

  it('counts once when its panel exists', () => {
    const { panels, tab } = kept();
    panels.open('edit a', typed, tab);
    expect(panels.unsaved).toEqual(['Edit: a']);
  });

  it('closes when another user signs in while the vault is asked', async () => {
    const { panels, tab } = kept();
    const prepared = panels.prepare('edit a', ask, tab);
    panels.closeAll();
    expect([await prepared, tab.isGone]).toEqual([undefined, true]);
  });
});

describe('a second request for the same subject', () => {
  it('closes no form with typed text, unless the user agrees', async () => {
    const panels = new Panels();
    const form = panels.open('create ', typed);
    expect(await panels.prepare('create ', ask)).toBeUndefined();
    expect(panels.mayDiscard).toHaveBeenCalledExactlyOnceWith('create ');
    expect(form.reveal).toHaveBeenCalled();
    expect(await new Panels(true).prepare('create ', ask)).toBe(answer);
  });

  it('asks after the vault has answered: the user may have typed in between', async () => {
    const panels = new Panels();
    let isUnsaved = false;
    panels.open('create ', { isUnsaved: () => isUnsaved });
    const prepared = panels.prepare('create ', () => {
      isUnsaved = true;
      return ask();
    });
    expect(await prepared).toBeUndefined();
  });

  it('asks nothing where nothing would be lost', async () => {
    const panels = new Panels();
    panels.open('create ', { isUnsaved: () => false });
    panels.open('access a', { ...typed, handsOver: () => ['A'] });
    expect(await panels.prepare('create ', ask)).toBe(answer);
    expect(await panels.prepare('access a', ask)).toBe(answer);
    expect(panels.handedOver('access a')).toEqual(['A']);
    expect(panels.mayDiscard).not.toHaveBeenCalled();
  });

  it('while the first is on its way, is the same request', async () => {
    const panels = new Panels();
    const both = [panels.prepare('create ', ask), panels.prepare('create ', ask)];
    expect(await Promise.all(both)).toEqual([answer, undefined]);
  });

  it('is not shown when the user signs out while the question is open', async () => {
    const panels = new Panels(true);
    panels.open('create ', typed);
    panels.mayDiscard.mockImplementation(() => {
      panels.closeAll();
      return Promise.resolve(true);
    });
    expect(await panels.prepare('create ', ask)).toBeUndefined();
  });
});

describe('a tab that closes', () => {
  it('is restored when the user closed it, and not when it was replaced', () => {
    const panels = new Panels();
    const closedByPerson = vi.fn();
    const first = panels.open('edit a', { closedByPerson });
    panels.open('edit a', { closedByPerson }).dispose();
    expect([first.isGone, closedByPerson.mock.calls.length]).toEqual([true, 1]);
    expect(panels.reveal('edit a')).toBe(false);
  });
});
