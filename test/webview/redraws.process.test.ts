import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { someAgents, someEvidence } from './support/agents.ts';
import { auditOpening, someEvents } from './support/audit.ts';
import { aSecret, comparedSecrets, environmentsOpening } from './support/environments.ts';
import { importOpening } from './support/import.ts';
import { someMatrix } from './support/matrix.ts';
import { type PanelOptions, type PanelPage } from './support/panel-page.ts';
import { somePeople } from './support/people.ts';
import { someCode, somePage, someRead } from './support/secret-page.ts';
import { someSecrets } from './support/secrets.ts';
import { usePanels } from './support/use-panels.ts';

const key = [
  '-----BEGIN NOT-A-REAL KEY-----',
  'bm90LWEtcmVhbC1rZXk=',
  '-----END NOT-A-REAL KEY-----',
  '',
].join('\n');

interface Scene {
  readonly name: string;
  readonly panel: PanelOptions['panel'];
  readonly opening: readonly unknown[];
  /** Sent by the host at any time. */
  readonly redraws: readonly unknown[];
}

const create = {
  type: 'open',
  agents: someAgents(12),
  selectedAgentIds: ['PROJECT-007'],
  takenNames: ['stripe_api_key'],
  name: 'booking_key',
  kind: 'single',
  fields: [],
};
const createFields = { ...create, kind: 'key_value', fields: ['client_id', 'client_secret'] };
/** Other agents first: rows move. */
const createAgain = { ...create, agents: someAgents(14), selectedAgentIds: ['PROJECT-012', 'PROJECT-003'] };
const secret = {
  kind: 'key_value',
  fields: ['client_id', 'client_secret'],
  description: 'Guest profiles.',
  version: 3,
  deprecated: {},
};
const edit = { type: 'open', name: 'guest_crm', secret, otherNames: ['guest_crm_v2'] };
const single = { ...secret, kind: 'single', fields: [] };
const conflict = { type: 'conflict', message: 'Someone else changed the secret first.' };
const rotate = { type: 'open', name: 'guest_crm', kind: 'key_value', fields: secret.fields, tested: [] };
const check = {
  agentName: 'Hotel',
  file: 'functions/a.py',
  places: [{ id: 0, label: 'a.py:1' }],
  maybe: false,
};
const checks = {
  type: 'checks',
  checks: [
    { ...check, id: 'a' },
    { ...check, id: 'b' },
  ],
};
const checksAgain = {
  type: 'checks',
  checks: [
    { ...check, id: 'c' },
    { ...check, id: 'b' },
    { ...check, id: 'a' },
  ],
};
const run = { before: 3, now: 4 };
const access = {
  type: 'open',
  name: 'stripe_api_key',
  agents: someAgents(12),
  grantedAgentIds: ['PROJECT-001', 'PROJECT-002'],
  draft: { grant: [], revoke: [] },
  evidence: [],
};
const matrix = someMatrix(6, 8);
const versions = [4, 3, 2, 1].map((version) => ({
  version,
  createdAt: '2026-11-20T09:30:00Z',
  createdBy: 'Ada',
  current: version === 4,
  fields: [],
}));
const history = {
  type: 'open',
  name: 'guest_crm',
  mayRestore: true,
  mayAudit: true,
  versions: versions.slice(1),
};

const scenes: readonly Scene[] = [
  { name: 'Create', panel: 'create-secret', opening: [create], redraws: [createAgain] },
  { name: 'Create with fields', panel: 'create-secret', opening: [createFields], redraws: [createAgain] },
  { name: 'Edit', panel: 'edit-secret', opening: [{ ...edit, secret: single }], redraws: [edit] },
  { name: 'Edit with fields', panel: 'edit-secret', opening: [edit], redraws: [edit] },
  {
    name: 'Rotate',
    panel: 'rotate',
    opening: [{ ...rotate, kind: 'single', fields: [] }, checks],
    redraws: [checksAgain],
  },
  { name: 'Rotate with fields', panel: 'rotate', opening: [rotate, checks], redraws: [checksAgain] },
  { name: 'Rotate, testing', panel: 'rotate', opening: [{ ...rotate, run }, checks], redraws: [checksAgain] },
  {
    name: 'Access',
    panel: 'edit-access',
    opening: [access],
    redraws: [{ type: 'evidence', evidence: someEvidence }, access],
  },
  {
    name: 'Access Matrix',
    panel: 'access-matrix',
    opening: [matrix],
    redraws: [
      { type: 'uses', uses: matrix.uses.slice(1) },
      {
        type: 'secrets',
        agents: matrix.agents,
        secrets: { ...matrix.secrets, rows: matrix.secrets.rows.slice(1) },
      },
    ],
  },
  {
    name: 'Import',
    panel: 'import',
    opening: [importOpening],
    // A secret of this name was created elsewhere.
    redraws: [{ ...importOpening, takenNames: ['taken', 'stripe_api_key'] }],
  },
  {
    name: 'History',
    panel: 'history',
    opening: [history],
    redraws: [{ type: 'versions', versions, restored: false }],
  },
  {
    name: 'Secret',
    panel: 'secret',
    opening: [somePage, someCode, someRead],
    redraws: [
      { ...somePage, facts: { ...somePage.facts, readers: somePage.facts.readers.toReversed() } },
      { type: 'last-read', lastRead: null },
    ],
  },
  {
    name: 'Secrets of the Account',
    panel: 'secrets',
    opening: [someSecrets(6)],
    redraws: [someSecrets(8)],
  },
  {
    name: 'Environments',
    panel: 'environments',
    opening: [environmentsOpening()],
    redraws: [environmentsOpening({ secrets: [aSecret('aaa_live'), ...comparedSecrets] })],
  },
  {
    name: 'People and Keys',
    panel: 'people',
    opening: [somePeople],
    redraws: [{ ...somePeople, people: somePeople.people.toReversed() }],
  },
  {
    name: 'Audit Log',
    panel: 'audit',
    opening: [auditOpening, { type: 'events', events: someEvents(20, 8), more: true, first: true }],
    redraws: [{ type: 'newer', events: someEvents(22, 2) }],
  },
];

/** One of them, so that the test is quick. */
const pressedControls =
  'main :is(input[type=checkbox], vscode-button, button):not([disabled]):visible >> nth=-1';

const openPanel = usePanels();

describe.each(scenes)('$name, drawn again while a control has the focus', (scene) => {
  it('keeps text, selection and focus of every text control', async () => {
    const panel = await openScene(scene);
    const count = await panel.page.locator(textControls).count();
    for (let index = 0; index < count; index += 1) {
      const control = panel.page.locator(textControls).nth(index);
      await control.focus();
      await panel.page.keyboard.press('Control+A');
      await panel.page.keyboard.type('agent');
      await panel.page.keyboard.press('ArrowLeft');
      await panel.page.keyboard.press('Shift+ArrowLeft');
      const before = await focused(panel.page);
      for (const redraw of scene.redraws) await panel.send(redraw);
      expect(await focused(panel.page)).toEqual(before);
      expect(before).toMatchObject({ value: 'agent', selection: [3, 4] });
    }
    expect(await panel.complaints()).toEqual([]);
  });

  it('keeps the focus and the state of every box, list and button', async () => {
    const count = await (await openScene(scene)).page.locator(otherControls).count();
    const panel = await openScene(scene);
    for (let index = 0; index < count; index += 1) {
      await panel.page.locator(otherControls).nth(index).focus();
      const isBox = await panel.page.evaluate(() => document.activeElement?.matches('[type=checkbox]'));
      if (isBox) await panel.page.keyboard.press('Space');
      const before = await focused(panel.page);
      for (const redraw of scene.redraws) await panel.send(redraw);
      expect(await focused(panel.page)).toEqual(before);
      for (const message of scene.opening) await panel.send(message);
    }
    expect(await panel.complaints()).toEqual([]);
  });

  it('stores no credential that is typed into a control for something else', async () => {
    const panel = await openScene(scene);
    const credential = ['sk', 'live', 'notARealKeyNotARealKey0123'].join('_');
    for (const name of ['Set Up Environments…', 'Edit Environments…'])
      for (const button of await panel.page.locator('vscode-button', { hasText: name }).all())
        await button.click();
    const controls = panel.page.locator(`${textControls}:not([data-value])`);
    const count = await controls.count();
    for (let index = 0; index < count; index += 1) {
      await controls.nth(index).focus();
      await panel.page.keyboard.press('Control+A');
      await panel.page.keyboard.insertText(credential);
      await panel.page.keyboard.press('Tab');
      await panel.page.keyboard.press('Shift+Tab');
      expect(JSON.stringify((await panel.kept()).at(-1) ?? {})).not.toContain(credential);
    }
  });

  it('keeps a line that is pasted over typed text in every text control', async () => {
    const panel = await openScene(scene);
    const count = await panel.page.locator(textControls).count();
    for (let index = 0; index < count; index += 1) {
      await panel.page.locator(textControls).nth(index).focus();
      await overwrite(panel.page, 'pasted');
      for (const redraw of scene.redraws) await panel.send(redraw);
      expect(await focused(panel.page)).toMatchObject({ value: 'pasted', selection: [6, 6] });
    }
    expect(await panel.complaints()).toEqual([]);
  });

  it('keeps every line that is pasted over a typed value', async () => {
    const panel = await openScene(scene);
    const ids = await panel.page
      .locator('[data-value]:visible')
      .evaluateAll((inputs) => inputs.map(({ id }) => id));
    for (const id of ids) {
      await panel.page.focus(`#${id}`);
      await overwrite(panel.page, key);
      for (const redraw of scene.redraws) await panel.send(redraw);
      expect(await focused(panel.page)).toMatchObject({
        id,
        value: key,
        selection: [key.length, key.length],
      });
    }
    for (const id of ids) expect(await panel.page.inputValue(`#${id}`)).toBe(key);
    expect(await panel.complaints()).toEqual([]);
  });
});

describe.each(scenes)('$name, drawn again while a control is pressed', (scene) => {
  it('clicks the control that was pressed', async () => {
    const panel = await openScene(scene);
    const { page } = panel;
    const controls = page.locator(pressedControls);
    const count = await controls.count();
    await page.evaluate(() => {
      let pressed: EventTarget | null = null;
      addEventListener('mousedown', ({ target }) => (pressed = target), true);
      addEventListener(
        'click',
        (event) => {
          event.preventDefault();
          event.stopImmediatePropagation();
          document.body.dataset['click'] = event.target === pressed ? 'same' : 'another';
        },
        true,
      );
    });
    for (let index = 0; index < count; index += 1) {
      await controls.nth(index).hover();
      await page.mouse.down();
      for (const redraw of scene.redraws) await panel.send(redraw);
      await page.mouse.up();
      expect(await page.evaluate(() => document.body.dataset['click'])).toBe('same');
      for (const message of scene.opening) await panel.send(message);
    }
    expect(await panel.complaints()).toEqual([]);
  });
});

it('a click into a form arrives, although leaving a value adds a line above', async () => {
  const panel = await openScene({ panel: 'create-secret', opening: [create] });
  const { page } = panel;
  await page.fill('#value', 'not-a-real-key ');
  const agent = page.getByRole('checkbox').nth(3);
  const box = await agent.boundingBox();
  await agent.hover();
  await page.mouse.down();
  // A person releases the button only after the page has handled that the input was left.
  await page.evaluate(() => new Promise((handled) => setTimeout(handled)));
  await page.mouse.up();
  expect(await agent.isChecked()).toBe(true);
  await expect.poll(() => page.textContent('body')).toContain('starts or ends with');
  expect((await agent.boundingBox())?.y).not.toBe(box?.y);
  expect(await panel.complaints()).toEqual([]);
});

it('a click uses what was entered just before it', async () => {
  const panel = await openScene({ panel: 'create-secret', opening: [create] });
  const { page } = panel;
  await page.getByRole('button', { name: 'Generate strong value' }).click();
  await page.getByLabel('Length').fill('40');
  await page.getByRole('checkbox', { name: '-_', exact: true }).click();
  expect(await page.inputValue('#value')).toMatch(/^[A-Za-z0-9]{40}$/);
  expect(await panel.complaints()).toEqual([]);
});

describe('an input that is replaced while it has the focus', () => {
  it.each([
    ['Create', 'create-secret', create, '#value', '#add', { value: key }],
    [
      'a field of Create',
      'create-secret',
      { ...create, kind: 'key_value', fields: ['pem'] },
      '#field-value-1',
      '#add',
      { value: { pem: key } },
    ],
    ['Edit', 'edit-secret', { ...edit, secret: single }, '#value', '#save', { change: { value: key } }],
    [
      'a field of Edit',
      'edit-secret',
      edit,
      '#field-value-0',
      '#save',
      { change: { fields: { set: { client_id: key }, remove: [] } } },
    ],
    ['Rotate', 'rotate', { ...rotate, kind: 'single', fields: [] }, '#value', '#store', { value: key }],
    ['a field of Rotate', 'rotate', rotate, '#value-1', '#store', { value: { client_secret: key } }],
  ] as const)(
    '%s sends what was pasted, not what was there before',
    async (_name, name, opening, input, button, sent) => {
      const panel = await openScene({ panel: name, opening: [opening] });
      await panel.page.focus(input);
      await overwrite(panel.page, key);
      await panel.page.click(button);
      expect((await panel.posted()).at(-1)).toMatchObject(sent);
      expect(await panel.complaints()).toEqual([]);
    },
  );

  it('undoes the paste with Ctrl+Z, and leaves the inputs around it alone', async () => {
    const panel = await openScene({ panel: 'create-secret', opening: [create] });
    await panel.page.focus('#name');
    await panel.page.keyboard.type('_pem');
    await panel.page.focus('#value');
    await panel.page.keyboard.type('abc');
    await overwrite(panel.page, key);
    await panel.page.keyboard.press('Control+Z');
    expect(await focused(panel.page)).toMatchObject({ id: 'value', value: 'abc' });
    expect(await panel.page.inputValue('#name')).toBe('booking_key_pem');
    expect(await panel.complaints()).toEqual([]);
  });

  it('stays as it is when the vault reports a conflict', async () => {
    const panel = await openScene({ panel: 'edit-secret', opening: [edit] });
    await panel.page.focus('#field-value-1');
    await overwrite(panel.page, key);
    await panel.send({
      ...conflict,
      secret: { ...secret, version: 4, fields: ['region', ...secret.fields] },
    });
    expect(await panel.page.inputValue('#field-value-1')).toBe(key);
    expect(await panel.complaints()).toEqual([]);
  });
});

describe('a form that is restored without the values that were entered', () => {
  it.each([
    ['a value', { ...edit, secret: single }, '', '#value'],
    ['the value of a field', edit, 'client_secret', '#field-value-1'],
  ] as const)('asks for %s again, or to keep the stored one', async (_name, opening, valued, input) => {
    const entered = await openScene({ panel: 'edit-secret', opening: [opening] });
    await entered.page.fill('#description', 'New words');
    await entered.page.fill(input, 'not-a-real-value');
    const draft = { description: 'New words', removed: [], added: [], valued: [valued] };
    expect((await entered.kept()).at(-1)).toEqual({ name: 'guest_crm', draft });

    const restored = await openScene({ panel: 'edit-secret', opening: [{ ...opening, draft }] });
    expect(await restored.page.locator(`${input}-problem`).innerText()).toContain('Enter it again');
    await restored.page.click('#save');
    expect(await restored.posted()).toEqual([{ type: 'ready' }]);
    await restored.page.getByRole('button', { name: 'Keep the stored value' }).click();
    expect(await restored.page.locator(`${input}-problem`).count()).toBe(0);
    await restored.page.click('#save');
    expect((await restored.posted()).at(-1)).toEqual({ type: 'save', change: { description: 'New words' } });
    expect(await restored.complaints()).toEqual([]);
  });
});

describe('a value that its field has lost', () => {
  it.each([
    ['Create', 'create-secret', create, '#value', '#add'],
    ['Edit', 'edit-secret', { ...edit, secret: single }, '#value', '#save'],
    [
      'a field of Create',
      'create-secret',
      { ...create, kind: 'key_value', fields: ['pem'] },
      '#field-value-1',
      '#add',
    ],
    ['a field of Edit', 'edit-secret', edit, '#field-value-0', '#save'],
    ['a field of Rotate', 'rotate', rotate, '#value-0', '#store'],
  ] as const)('keeps %s from sending the rest', async (_name, name, opening, input, button) => {
    const panel = await openScene({ panel: name, opening: [opening] });
    if (name === 'edit-secret') await panel.page.fill('#description', 'New words');
    if (name === 'rotate') await panel.page.fill('#value-1', 'not-a-real-value');
    await panel.page.fill(input, 'not-a-real-value');
    // As if a bug of ours or a browser extension had cleared it.
    await panel.page.evaluate((selector) => {
      const field = document.querySelector(selector);
      if (field instanceof HTMLInputElement) field.value = '';
    }, input);
    await panel.page.click(button);
    expect(await panel.posted()).toEqual([{ type: 'ready' }]);
    expect(await panel.page.textContent(`${input}-problem`)).toContain('Enter it again');
    expect(await focused(panel.page)).toMatchObject({ id: input.slice(1) });
  });
});

const textControls = ':is(input[type=text], input[type=password], textarea):visible:enabled';
const otherControls =
  ':is([type=checkbox], [type=radio]:checked, select, button, vscode-button, [role=gridcell][tabindex="0"]):visible:enabled';

/** Types over the content of the focused control, selects it, and pastes as a user does. */
async function overwrite(page: Page, text: string): Promise<void> {
  await page.keyboard.press('Control+A');
  await page.keyboard.type('abc');
  await page.keyboard.press('Control+A');
  await page.evaluate((pasted) => navigator.clipboard.writeText(pasted), text);
  await page.keyboard.press('Control+V');
}

/** The focused control, by its visible name. */
function focused(page: Page): Promise<unknown> {
  return page.evaluate(() => {
    const { activeElement: element } = document;
    const label = element?.getAttribute('aria-label') ?? element?.textContent?.trim();
    if (element instanceof HTMLInputElement && /checkbox|radio/.test(element.type)) {
      return { subject: element.id || element.closest('label')?.textContent, checked: element.checked };
    }
    if (element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement) {
      const { id, value, selectionStart, selectionEnd } = element;
      return { id, value, selection: [selectionStart, selectionEnd] };
    }
    // An element with an id may be labeled by its next action.
    return { tag: element?.tagName, subject: element?.id || label };
  });
}

async function openScene({ panel, opening }: Pick<Scene, 'panel' | 'opening'>): Promise<PanelPage> {
  const opened = await openPanel({ panel });
  await opened.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  for (const message of opening) await opened.send(message);
  return opened;
}
