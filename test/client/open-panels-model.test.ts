import { describe, expect, it, type Mock, vi } from 'vitest';
import { OpenPanels, type PanelLife, type Tab } from '../../client/panels/open-panels-model.ts';
import { VaultError } from '../../vault-client/index.ts';

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

/** The panels of a window, and a person who answers every question alike. */
class Panels extends OpenPanels<FakeTab> {
  readonly mayDiscard: Mock<(title: string) => Promise<boolean>>;

  constructor(discards = false) {
    const mayDiscard = vi.fn<(title: string) => Promise<boolean>>(() => Promise.resolve(discards));
    super({ answerOf: (question) => question, mayDiscard });
    this.mayDiscard = mayDiscard;
  }

  open(subject: string, life: PanelLife = {}, tab = new FakeTab(subject)): FakeTab {
    return this.enter(subject, life, () => tab);
  }
}

const answer = { name: 'a' };
const ask = () => Promise.resolve(answer);
const refuse = () => Promise.reject(new VaultError('NotFound', 'There is no such secret.'));
const typed: PanelLife = { isUnsaved: () => true };

/** A tab that the editor kept, and the panels that it waits with. */
function kept(): { readonly panels: Panels; readonly tab: FakeTab } {
  const panels = new Panels();
  const tab = new FakeTab('Edit: a');
  panels.hold(tab, true);
  return { panels, tab };
}

describe('a tab that the editor kept over a reload', () => {
  it('goes when the vault refuses what its panel needs, and the person is told', async () => {
    const { panels, tab } = kept();
    await expect(panels.prepare('edit a', refuse, tab)).rejects.toThrow('no such secret');
    expect(tab.isGone).toBe(true);
  });

  it('stays for the panel when the vault answers', async () => {
    const { panels, tab } = kept();
    expect(await panels.prepare('edit a', ask, tab)).toBe(answer);
    expect(tab.isGone).toBe(false);
  });

  it('gets no panel when the person closes it while the vault is asked', async () => {
    const { panels, tab } = kept();
    const form = panels.open('edit a');
    const prepared = panels.prepare('edit a', ask, tab);
    tab.dispose();
    expect([await prepared, form.isGone]).toEqual([undefined, false]);
  });

  it('asks the vault for nothing when it is closed already', async () => {
    const { panels, tab } = kept();
    tab.dispose();
    const asking = vi.fn(ask);
    expect(await panels.prepare('edit a', asking, tab)).toBeUndefined();
    expect(asking).not.toHaveBeenCalled();
  });

  it('closes with the forms of a person who signs out while it waits for the vault', () => {
    const { panels, tab } = kept();
    expect(panels.unsaved).toEqual(['Edit: a']);
    panels.closeAll();
    expect([tab.isGone, panels.unsaved]).toEqual([true, []]);
  });

  it('counts once when its panel is there', () => {
    const { panels, tab } = kept();
    panels.open('edit a', typed, tab);
    expect(panels.unsaved).toEqual(['Edit: a']);
  });

  it('goes when somebody else signs in while the vault is asked', async () => {
    const { panels, tab } = kept();
    const prepared = panels.prepare('edit a', ask, tab);
    panels.closeAll();
    expect([await prepared, tab.isGone]).toEqual([undefined, true]);
  });
});

describe('a second request for the same subject', () => {
  it('closes no form in which something was typed, unless the person says so', async () => {
    const panels = new Panels();
    const form = panels.open('create ', typed);
    expect(await panels.prepare('create ', ask)).toBeUndefined();
    expect(panels.mayDiscard).toHaveBeenCalledExactlyOnceWith('create ');
    expect(form.reveal).toHaveBeenCalled();
    expect(await new Panels(true).prepare('create ', ask)).toBe(answer);
  });

  it('asks after the vault has answered: the person may have typed meanwhile', async () => {
    const panels = new Panels();
    let isUnsaved = false;
    panels.open('create ', { isUnsaved: () => isUnsaved });
    const prepared = panels.prepare('create ', () => {
      isUnsaved = true;
      return ask();
    });
    expect(await prepared).toBeUndefined();
  });

  it('asks nobody where nothing would be lost', async () => {
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

  it('is shown to nobody when the person signs out while they are asked', async () => {
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
  it('is brought back for the person who closed it, and not when it gave way', () => {
    const panels = new Panels();
    const closedByPerson = vi.fn();
    const first = panels.open('edit a', { closedByPerson });
    panels.open('edit a', { closedByPerson }).dispose();
    expect([first.isGone, closedByPerson.mock.calls.length]).toEqual([true, 1]);
    expect(panels.reveal('edit a')).toBe(false);
  });
});
