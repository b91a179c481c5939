import { describe, expect, it } from 'vitest';
import { axeViolations, type PanelPage } from './support/panel-page.ts';
import { usePanels } from './support/use-panels.ts';

const opening = {
  type: 'open',
  agents: [],
  selectedAgentIds: [],
  takenNames: ['stripe_api_key'],
  deletedNames: ['guest_crm'],
  name: '',
  kind: 'single',
  fields: [],
};

const openPanel = usePanels();

describe('creating a secret with the name of a deleted one', () => {
  it('the form says so while the name is typed, and offers to restore it', async () => {
    const panel = await openCreate();
    await panel.page.fill('#name', 'guest_crm');
    expect(await panel.page.innerText('#name-problem')).toMatch(/A deleted secret has this name/);
    expect(await axeViolations(panel.page)).toEqual([]);
    await panel.page.getByRole('button', { name: 'Restore the Deleted Secret' }).click();
    expect((await panel.posted()).at(-1)).toEqual({ type: 'restore', name: 'guest_crm' });
  });

  it('the form cannot be sent, and once restored the name is taken', async () => {
    const panel = await openCreate();
    await panel.page.fill('#name', 'guest_crm');
    await panel.page.fill('#value', 'not-a-real-value');
    await panel.page.click('#add');
    expect((await panel.posted()).some((message) => JSON.stringify(message).includes('create'))).toBe(false);
    await panel.send({ ...opening, takenNames: ['stripe_api_key', 'guest_crm'], deletedNames: [] });
    expect(await panel.page.innerText('#name-problem')).toMatch(/already exists/);
    expect(await panel.page.getByRole('button', { name: /Restore/ }).count()).toBe(0);
    expect(await panel.page.inputValue('#value')).toBe('not-a-real-value');
  });

  it('a name that the vault refuses is explained once, at the name', async () => {
    const panel = await openCreate();
    await panel.page.fill('#name', 'fresh_name');
    await panel.page.fill('#value', 'not-a-real-value');
    await panel.page.click('#add');
    await panel.send({ type: 'failed', message: 'The name is taken.', field: 'name' });
    expect(await panel.page.getByText('The name is taken.').count()).toBe(1);
    expect(await panel.page.evaluate(() => document.activeElement?.id)).toBe('name');
  });
});

async function openCreate(): Promise<PanelPage> {
  const panel = await openPanel({ panel: 'create-secret' });
  await panel.send(opening);
  return panel;
}
