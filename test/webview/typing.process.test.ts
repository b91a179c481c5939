import fc from 'fast-check';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { someAgents } from './support/agents.ts';
import { type PanelOptions, type PanelPage } from './support/panel-page.ts';
import { usePanels } from './support/use-panels.ts';

/** What a user can do in a form; `at` selects the control. */
interface Step {
  readonly act: (typeof acts)[number];
  readonly at: number;
}

const acts = [
  'type',
  'type over',
  'paste line',
  'paste lines',
  'paste lines over',
  'redraw',
  'leave',
  'go back',
  'show or hide',
] as const;

interface Form {
  readonly name: string;
  readonly panel: PanelOptions['panel'];
  readonly opening: object;
  readonly redraw: object;
  readonly submit: string;
  /** What the form has to send if its controls, by ID, contain these texts. */
  readonly sends: (texts: Texts) => object;
}

type Texts = Readonly<Record<string, string>>;

const create = {
  type: 'open',
  agents: someAgents(3),
  selectedAgentIds: [],
  takenNames: ['stripe_api_key'],
  name: 'booking_key',
  kind: 'single',
  fields: [],
};
const createFields = { ...create, kind: 'key_value', fields: ['client_id', 'client_secret'] };
const secret = { kind: 'single', fields: [], description: '', version: 3, deprecated: null };
const edit = { type: 'open', name: 'guest_crm', secret, otherNames: ['guest_crm_v2'] };
const editFields = { ...edit, secret: { ...secret, kind: 'key_value', fields: ['a', 'b'] } };
const rotate = { type: 'open', name: 'guest_crm', kind: 'single', fields: [], tested: [] };
const checks = { type: 'checks', checks: [{ id: 'a', agentName: 'Hotel', places: [], maybe: false }] };

const forms: readonly Form[] = [
  {
    name: 'Create',
    panel: 'create-secret',
    opening: create,
    redraw: { ...create, agents: someAgents(5) },
    submit: '#add',
    sends: ({ name, description = '', value }) => ({ name, description: description.trim(), value }),
  },
  {
    name: 'Create with fields',
    panel: 'create-secret',
    opening: createFields,
    redraw: { ...createFields, agents: someAgents(5) },
    submit: '#add',
    sends: (texts) => ({
      name: texts['name'],
      description: texts['description']?.trim(),
      value: {
        [texts['field-name-1'] ?? '']: texts['field-value-1'],
        [texts['field-name-2'] ?? '']: texts['field-value-2'],
      },
    }),
  },
  {
    name: 'Edit',
    panel: 'edit-secret',
    opening: edit,
    redraw: edit,
    submit: '#save',
    sends: ({ description = '', value }) => ({
      change: { ...(description.trim() === '' ? {} : { description: description.trim() }), value },
    }),
  },
  {
    name: 'Edit with fields',
    panel: 'edit-secret',
    opening: editFields,
    redraw: editFields,
    submit: '#save',
    sends: (texts) => ({
      change: { fields: { set: { a: texts['field-value-0'], b: texts['field-value-1'] }, remove: [] } },
    }),
  },
  {
    name: 'Rotate',
    panel: 'rotate',
    opening: rotate,
    redraw: checks,
    submit: '#store',
    sends: ({ value }) => ({ value }),
  },
  {
    name: 'Rotate with fields',
    panel: 'rotate',
    opening: { ...rotate, kind: 'key_value', fields: ['a', 'b'] },
    redraw: checks,
    submit: '#store',
    sends: (texts) => ({ value: { a: texts['value-0'], b: texts['value-1'] } }),
  },
];

/** Types into every control, then pastes lines after what is there, which replaces the input. */
const everyControl: Step[] = [
  ...[0, 1, 2, 3, 4, 5].map((at): Step => ({ act: 'type', at })),
  { act: 'paste lines', at: 0 },
  { act: 'redraw', at: 0 },
  { act: 'paste lines', at: 1 },
  { act: 'show or hide', at: 0 },
  { act: 'leave', at: 0 },
];

const controls = ':is(input[type=text], input[type=password], textarea):visible';
const lines = '-----BEGIN NOT-A-REAL KEY-----\nbm90LWEtcmVhbC1rZXk=\n-----END NOT-A-REAL KEY-----\n';

const openPanel = usePanels();

describe.each(forms)('$name', (form) => {
  it('sends exactly what was typed and pasted, whatever happens in between', async () => {
    const steps = fc.array(fc.record({ act: fc.constantFrom(...acts), at: fc.nat(30) }), { maxLength: 14 });
    const panel = await openPanel({ panel: form.panel });
    await panel.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await fc.assert(
      fc.asyncProperty(steps, async (story) => {
        await panel.page.reload();
        await panel.page.waitForFunction('window.posted?.length > 0');
        await panel.send(form.opening);
        const texts = await perform(panel, form, story);
        expect(await textsIn(panel.page)).toEqual(texts);
        await panel.page.click(form.submit);
        expect((await panel.posted()).at(-1)).toMatchObject(form.sends(texts));
        expect(await panel.complaints()).toEqual([]);
      }),
      { numRuns: 12, examples: [[everyControl]] },
    );
  });
});

/** Performs the steps, then fills empty values; returns what each control has to contain. */
async function perform(panel: PanelPage, form: Form, story: readonly Step[]): Promise<Texts> {
  const { page } = panel;
  let texts = await textsIn(page);
  let count = 0;
  const enter = async (id: string, isOver: boolean, text: string, isPasted: boolean): Promise<void> => {
    await page.focus(`#${id}`);
    await page.keyboard.press(isOver ? 'Control+A' : 'Control+End');
    if (isPasted) await paste(page, text);
    else await page.keyboard.type(text);
    texts = { ...texts, [id]: isOver ? text : `${texts[id] ?? ''}${text}` };
  };
  for (const { act, at } of story) {
    const ids = Object.keys(texts).filter((id) => id !== 'agent-filter');
    const values = await valueIds(page);
    const id = ids[at % ids.length] ?? '';
    const value = values[at % values.length] ?? '';
    const word = `w${(count += 1)}`;
    if (act === 'type' || act === 'type over') await enter(id, act === 'type over', word, false);
    else if (act === 'paste line') await enter(id, true, word, true);
    else if (act === 'paste lines' || act === 'paste lines over')
      await enter(value, act === 'paste lines over', lines, true);
    else if (act === 'redraw') await panel.send(form.redraw);
    else if (act === 'show or hide') await page.click(`.value-box:has(#${value}) button`);
    else await page.keyboard.press(act === 'leave' ? 'Tab' : 'Shift+Tab');
  }
  for (const id of await valueIds(page)) if (texts[id] === '') await enter(id, true, 'last', false);
  return texts;
}

async function paste(page: Page, text: string): Promise<void> {
  await page.evaluate((pasted) => navigator.clipboard.writeText(pasted), text);
  await page.keyboard.press('Control+V');
}

async function textsIn(page: Page): Promise<Texts> {
  const found = await page
    .locator(controls)
    .evaluateAll((inputs) =>
      inputs.flatMap((input) =>
        input instanceof HTMLInputElement || input instanceof HTMLTextAreaElement
          ? [[input.id, input.value] as const]
          : [],
      ),
    );
  return Object.fromEntries(found);
}

function valueIds(page: Page): Promise<readonly string[]> {
  return page.locator('[data-value]:visible').evaluateAll((inputs) => inputs.map(({ id }) => id));
}
