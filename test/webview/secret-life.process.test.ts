import { describe, expect, it } from 'vitest';
import {
  axeViolations,
  placesOf,
  takePicture,
  type PanelOptions,
  type PanelPage,
} from './support/panel-page.ts';
import { themes } from './support/themes.ts';
import { usePanels } from './support/use-panels.ts';

const canary = 'not-a-real-key-CANARY';
const crm = {
  kind: 'key_value',
  fields: ['client_id', 'client_secret'],
  description: 'Guest profiles of the hotel group.',
  version: 3,
  deprecated: null,
};
const edit = {
  type: 'open',
  name: 'guest_crm',
  secret: crm,
  otherNames: ['guest_crm_v2', 'weather_api_key'],
};
const editSingle = { ...edit, name: 'weather_api_key', secret: { ...crm, kind: 'single', fields: [] } };
const versions = [
  {
    version: 3,
    createdAt: '2026-11-20T09:30:00Z',
    createdBy: 'Ada',
    current: true,
    fields: ['client_id', 'client_secret'],
  },
  {
    version: 2,
    createdAt: '2026-10-02T14:00:00Z',
    createdBy: 'usr_7f3kq2',
    current: false,
    fields: ['client_id'],
  },
];
const history = {
  type: 'open',
  name: 'guest_crm',
  versions,
  mayRestore: true,
  mayAudit: true,
  filter: 'activity',
};
const event = {
  seq: 9,
  at: '2026-11-20T09:30:00Z',
  actor: 'Ada',
  action: 'secret.rotate',
  decision: 'allowed',
  version: 3,
  granted: [],
  revoked: [],
};
const events = {
  type: 'events',
  more: true,
  events: [
    {
      ...event,
      seq: 11,
      actor: 'Hotel Booking',
      action: 'value.read',
      decision: 'denied',
      code: 'MissingAccess',
      agent: 'Hotel Booking',
    },
    { ...event, seq: 10, action: 'access.change', granted: ['Hotel Booking'], revoked: ['Clinic Reception'] },
    event,
  ],
};
const list = [
  {
    id: 'H a',
    agentName: 'Hotel Booking',
    file: 'hotel-booking/functions/find_guest.py',
    places: [{ id: 0, label: 'hotel-booking/functions/find_guest.py:9' }],
    maybe: false,
  },
  {
    id: 'H b',
    agentName: 'Hotel Booking',
    file: 'hotel-booking/functions/concierge_request.py',
    places: [{ id: 1, label: 'hotel-booking/functions/concierge_request.py:12' }],
    maybe: true,
  },
  { id: 'C', agentName: 'Clinic Reception', places: [], maybe: false },
];
const rotate = { type: 'open', name: 'guest_crm', kind: 'key_value', fields: crm.fields, tested: [] };
const checks = { type: 'checks', checks: list };
const rotateSingle = { ...rotate, name: 'weather_api_key', kind: 'single', fields: [] };
const message = 'Cannot change "guest_crm" at http://127.0.0.1:8250: nothing answers there.';

const openPanel = usePanels();

describe('editing a secret with the keyboard alone', () => {
  it('sends only what was changed, once, and stores no value anywhere', async () => {
    const panel = await openWith({ panel: 'edit-secret' }, edit);
    const { keyboard } = panel.page;
    await keyboard.type(canary);
    await panel.page.focus('[aria-label="Remove client_secret"]');
    await keyboard.press('Enter');
    await keyboard.press('Enter');
    await keyboard.type('tenant');
    await keyboard.press('Tab');
    await keyboard.type('not-a-real-tenant');
    await keyboard.press('Enter');
    await keyboard.press('Enter');
    expect(await panel.posted()).toEqual([
      { type: 'ready' },
      {
        type: 'save',
        change: {
          fields: { set: { client_id: canary, tenant: 'not-a-real-tenant' }, remove: ['client_secret'] },
        },
      },
    ]);
    expect(await placesOf(panel.page, canary)).toEqual([]);
    expect(JSON.stringify(await panel.kept())).not.toContain('not-a-real');
    expect((await panel.kept()).at(-1)).toMatchObject({
      name: 'guest_crm',
      draft: { removed: ['client_secret'], added: ['tenant'] },
    });
    expect(await panel.complaints()).toEqual([]);
  });

  it('Save is off while nothing has changed, and Esc closes only then', async () => {
    const panel = await openWith({ panel: 'edit-secret' }, editSingle);
    expect(await panel.page.getAttribute('#save', 'aria-disabled')).toBe('true');
    await panel.page.keyboard.type('x');
    await panel.page.keyboard.press('Escape');
    expect(await panel.posted()).toHaveLength(1);
    await panel.page.keyboard.press('Backspace');
    await panel.page.keyboard.press('Escape');
    expect((await panel.posted()).at(-1)).toEqual({ type: 'cancel' });
  });

  it('a failing vault keeps the form, value included', async () => {
    const panel = await openWith({ panel: 'edit-secret' }, editSingle);
    await panel.page.keyboard.type(canary);
    await panel.page.keyboard.press('Enter');
    await panel.send({ type: 'failed', message });
    expect(await panel.page.textContent('[role=alert]')).toContain('nothing answers');
    expect(await panel.page.inputValue('#value')).toBe(canary);
    await panel.page.press('#value', 'Enter');
    expect(await panel.posted()).toHaveLength(3);
  });

  it('a conflict shows both sides and loses no typed text', async () => {
    const panel = await openWith({ panel: 'edit-secret' }, edit);
    await panel.page.keyboard.type(canary);
    await panel.page.fill('#description', 'Mine');
    await panel.page.click('#save');
    const now = { ...crm, description: 'Theirs', version: 4, fields: ['client_id', 'region'] };
    await panel.send({ type: 'conflict', message: 'Someone else changed it first.', secret: now });
    const rows = await panel.page.locator('.conflict tbody tr').allInnerTexts();
    expect(rows.map((row) => row.split('\t').map((cell) => cell.trim()))).toEqual([
      ['Description', 'Guest profiles of the hotel group.', 'Theirs (by someone else)', 'Mine (by you)'],
      ['Value', 'version 3', 'version 4 (by someone else)', 'your new version (by you)'],
      ['Fields', 'client_id, client_secret', 'client_id, region (by someone else)', 'client_id, region'],
    ]);
    expect(await panel.page.inputValue('#field-value-0')).toBe(canary);
    await takePicture(panel.page, 'edit-conflict-words', true);
  });

  it('a change that someone else makes is announced immediately and touches no input', async () => {
    const panel = await openWith({ panel: 'edit-secret' }, edit);
    await panel.page.keyboard.type(canary);
    await panel.page.fill('#description', 'Mine');
    const now = { ...crm, description: 'Theirs', version: 4, fields: ['client_id'] };
    await panel.send({ type: 'elsewhere', secret: now, by: 'Bo' });
    const note = 'Changed by Bo: Description, Value, Fields. Your input is kept.';
    expect(await panel.page.textContent('footer')).toContain(note);
    expect(await panel.page.inputValue('#description')).toBe('Mine');
    expect(await panel.page.inputValue('#field-value-0')).toBe(canary);
    expect(await panel.page.evaluate(() => document.activeElement?.id)).toBe('description');
    await panel.send({ type: 'elsewhere', secret: { ...crm, deprecated: {} } });
    expect(await panel.page.textContent('footer')).toContain('Changed by someone else: Deprecated.');
    await panel.send({ type: 'conflict', message, secret: now });
    expect(await panel.page.textContent('footer')).not.toContain('Changed by');
  });

  it('"Saving…" appears only while the vault stores the change, not while the user confirms it', async () => {
    const panel = await openWith({ panel: 'edit-secret' }, edit);
    await panel.page.fill('#description', 'Mine');
    await panel.page.click('#save');
    expect(await panel.page.textContent('#save')).toBe('Save');
    expect(await panel.page.getAttribute('#save', 'aria-disabled')).toBe('true');
    await panel.send({ type: 'saving' });
    expect(await panel.page.textContent('#save')).toBe('Saving…');
    await panel.send({ type: 'kept' });
    expect(await panel.page.textContent('#save')).toBe('Save');
    expect(await panel.page.getAttribute('#save', 'aria-disabled')).toBe('false');
  });

  it('a conflict that leaves nothing to save does not ask to save again', async () => {
    const panel = await openWith({ panel: 'edit-secret' }, edit);
    await panel.page.fill('#description', 'Ours');
    await panel.page.click('#save');
    const now = { ...crm, description: 'Ours' };
    await panel.send({ type: 'conflict', message: 'Someone else changed it first.', secret: now });
    expect(await panel.page.getAttribute('#save', 'aria-disabled')).toBe('true');
    expect(await panel.page.textContent('.conflict')).toContain('Save again if changes remain.');
  });

  it('comes back after a reload without values', async () => {
    const draft = {
      description: 'Mine',
      deprecated: true,
      replacement: 'guest_crm_v2',
      removed: [],
      added: ['tenant'],
    };
    const { page } = await openWith({ panel: 'edit-secret' }, { ...edit, draft });
    expect(await page.inputValue('#description')).toBe('Mine');
    expect(await page.isChecked('#deprecated')).toBe(true);
    expect(await page.inputValue('#replacement')).toBe('guest_crm_v2');
    expect(await page.inputValue('#field-name-2')).toBe('tenant');
    expect(await page.inputValue('#field-value-2')).toBe('');
  });
});

describe('the history', () => {
  it('shows versions and events in words, and restores only through the host', async () => {
    const panel = await openWith({ panel: 'history' }, history, events);
    const text = await panel.page.innerText('#app');
    expect(text).toContain('granted to Hotel Booking; revoked from Clinic Reception');
    expect(text).toContain('read by a function');
    await panel.page.click('[aria-label="Restore version 2"]');
    await panel.page.click('#more-events', { force: true });
    expect(await panel.posted()).toEqual([{ type: 'ready' }, { type: 'restore', version: 2 }]);
    await panel.send({ type: 'kept' });
    await panel.page.click('#more-events');
    await panel.send({
      type: 'events',
      events: [{ ...event, seq: 1, action: 'secret.create' }],
      more: false,
    });
    expect(await panel.page.locator('section:last-of-type tbody tr').count()).toBe(4);
    expect(await panel.page.locator('#more-events').count()).toBe(0);
  });

  it('shows why a request was made and declined, and only what was refused as refused', async () => {
    const reason = 'Guests ask for their points at the desk';
    const requests = {
      ...events,
      events: [
        { ...event, seq: 14, action: 'request.decline', reason: 'Use the sandbox key' },
        { ...event, seq: 13, action: 'request.create', reason },
        ...events.events,
      ],
    };
    const panel = await openWith({ panel: 'history' }, history, requests);
    const [declined, requested, read] = await rowsOf(panel, 'events');
    expect(declined).toMatch(/access request declined\s+Use the sandbox key\s+Ada/);
    expect(requested).toContain(reason);
    expect(read).toContain('denied: the agent had no access');
    expect(await panel.page.innerText('section:last-of-type')).not.toContain('allowed');
  });

  it('has a filter that the host applies, and loads again on request', async () => {
    const panel = await openWith({ panel: 'history' }, history, { ...events, first: true });
    await panel.page.selectOption('#event-filter', 'reads');
    expect((await panel.posted()).at(-1)).toEqual({ type: 'filter', filter: 'reads' });
    await panel.send({ ...events, events: [], more: false, first: true });
    expect(await panel.page.innerText('section:last-of-type')).toContain('Nothing matches the filter.');
    await panel.page.click('#refresh');
    expect((await panel.posted()).at(-1)).toEqual({ type: 'refresh' });
    expect(await panel.page.inputValue('#event-filter')).toBe('reads');
  });

  it.each(['dark', 'light', 'hc-black', 'hc-light'])(
    'needs no sideways scrolling, and cuts no word, in an editor of 300 pixels in the theme %s',
    async (theme) => {
      const panel = await openWith({ panel: 'history', theme, width: 300, height: 800 }, history, events);
      const { page } = panel;
      await takePicture(page, `history-300-${theme}`, true);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(300);
      const cut = await page
        .locator('th, td')
        .evaluateAll((cells) =>
          cells.filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.textContent),
        );
      expect(cut).toEqual([]);
      expect(await axeViolations(page)).toEqual([]);
    },
  );

  it('after a restore has the newest versions and reloads the audit log', async () => {
    const panel = await openWith({ panel: 'history' }, history, events);
    await panel.page.click('[aria-label="Restore version 2"]');
    const [newer, older] = versions;
    const now = [
      { ...newer, current: false },
      { ...older, current: true },
    ];
    await panel.send({ type: 'versions', versions: now, restored: true });
    const restored = { ...event, seq: 12, action: 'version.restore', version: 2 };
    await panel.send({ type: 'events', events: [restored], more: false, first: true });
    expect(await rowsOf(panel, 'versions')).toEqual([/^3[^]*Restore…$/, /^2[^]*current$/].map(matching));
    expect(await rowsOf(panel, 'events')).toEqual([matching(/version 2 restored/)]);
    expect(await panel.page.textContent('[role=status]')).toBe('Version restored.');
  });

  it('that is shown again loads the current state, and does not report a restore', async () => {
    const panel = await openWith({ panel: 'history' }, history);
    await panel.page.focus('[aria-label="Restore version 2"]');
    const [newer, older] = versions;
    const now = [{ ...newer, version: 4 }, { ...newer, current: false }, older];
    await panel.send({ type: 'versions', versions: now, restored: false });
    expect(await rowsOf(panel, 'versions')).toEqual([/^4[^]*current$/, /^3/, /^2/].map(matching));
    expect(await panel.page.textContent('[role=status]')).toBe('');
  });

  it('removes the message about an unreachable vault once it answers', async () => {
    const panel = await openWith({ panel: 'history' }, history, { type: 'failed', message });
    expect(await panel.page.textContent('[role=alert]')).toContain('nothing answers');
    await panel.send({ ...events, first: true });
    expect(await panel.page.textContent('[role=alert]')).toBe('');
    await panel.send({ type: 'failed', message });
    await panel.send({ type: 'versions', versions, restored: false });
    expect(await panel.page.textContent('[role=alert]')).toBe('');
  });

  it('explains missing rights to restore and audit', async () => {
    const { page } = await openWith({ panel: 'history' }, { ...history, mayRestore: false, mayAudit: false });
    expect(await page.locator('button').count()).toBe(0);
    expect(await page.innerText('#app')).toContain('Your role cannot see the audit log.');
  });
});

describe('rotating with the keyboard alone', () => {
  it('stores, tests, and reminds of the old credential', async () => {
    const panel = await openWith({ panel: 'rotate' }, rotateSingle, checks);
    const { page } = panel;
    expect(await page.isDisabled('.checks input >> nth=0')).toBe(true);
    expect(await page.isEnabled('.checks button >> nth=0')).toBe(true);
    await page.keyboard.press('Enter');
    expect(await page.textContent('#value-problem')).toContain('Enter the new value.');
    await page.keyboard.type(canary);
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await panel.send({ type: 'rotated', run: { before: 3, now: 4 } });
    expect(await placesOf(page, canary)).toEqual([]);
    expect(await page.locator('[data-value]').count()).toBe(0);
    for (const [index] of list.entries()) {
      await page.focus(`.checks input >> nth=${String(index)}`);
      await page.keyboard.press('Space');
    }
    expect(await page.innerText('#finish')).toBe('Old Credential Is Revoked');
    await page.click('#restore');
    await panel.send({ type: 'kept' });
    await page.click('#finish');
    expect(await panel.posted()).toEqual([
      { type: 'ready' },
      { type: 'rotate', value: canary },
      { type: 'test', tested: ['H a'] },
      { type: 'test', tested: ['H a', 'H b'] },
      { type: 'test', tested: ['H a', 'H b', 'C'] },
      { type: 'restore' },
      { type: 'finish' },
    ]);
    expect(JSON.stringify(await panel.kept())).not.toContain(canary);
    expect(await panel.complaints()).toEqual([]);
  });

  it('leaves the focus where a key was pressed, when the vault fails and when the old value is kept', async () => {
    const panel = await openWith({ panel: 'rotate' }, rotateSingle, checks);
    const { page } = panel;
    const focused = () => page.evaluate(() => document.activeElement?.id);
    await page.keyboard.type(canary);
    await page.keyboard.press('Enter');
    await panel.send({ type: 'failed', message });
    expect(await focused()).toBe('store');
    await page.keyboard.press('Enter');
    await panel.send({ type: 'rotated', run: { before: 3, now: 4 } });
    for (const [button, answer] of [
      ['restore', { type: 'kept' }],
      ['restore', { type: 'failed', message }],
      ['finish', { type: 'failed', message }],
    ] as const) {
      await page.focus(`#${button}`);
      await page.keyboard.press('Enter');
      await panel.send(answer);
      expect(await focused()).toBe(button);
    }
    await page.focus('.checks button >> nth=0');
    await panel.send({ type: 'failed', message });
    expect(await focused()).not.toBe('finish');
    const asked = ['ready', 'rotate', 'rotate', 'restore', 'restore', 'finish'];
    expect(await panel.posted()).toMatchObject(asked.map((type) => ({ type })));
  });

  it('continues where it stopped', async () => {
    const { page } = await openWith(
      { panel: 'rotate' },
      { ...rotate, run: { before: 3, now: 4 }, tested: ['H a'] },
      checks,
    );
    expect(await page.innerText('#app')).toContain('1 of 3 tested');
    expect(await page.innerText('#finish')).toBe('Finish Anyway');
  });

  it('while the code is read, calls nothing unused or tested', async () => {
    const begun = { ...rotate, run: { before: 3, now: 4 }, tested: ['H a'] };
    const panel = await openWith({ panel: 'rotate' }, begun);
    expect(await panel.page.innerText('#app')).toContain('Loading…');
    expect(await panel.page.locator('.checks input').count()).toBe(0);
    expect(await panel.page.innerText('#finish')).toBe('Finish Anyway');
    await panel.send(checks);
    expect(await panel.page.innerText('#app')).toContain('1 of 3 tested');
  });

  it('that is over starts again, and mentions no credential to revoke', async () => {
    const begun = { ...rotate, run: { before: 3, now: 4 }, tested: list.map(({ id }) => id) };
    const panel = await openWith({ panel: 'rotate' }, begun, checks);
    const { page } = panel;
    expect(await page.getAttribute('.step:last-child', 'aria-current')).toBe('step');
    await page.click('#finish');
    await page.click('#finish', { force: true });
    expect(await panel.posted()).toEqual([{ type: 'ready' }, { type: 'finish' }]);
    const over =
      'Version 3 is current now because someone else stored a newer value. This rotation has ended.';
    await panel.send(rotate);
    await panel.send({ type: 'failed', message: over });
    await panel.send(checks);
    expect(await page.textContent('[role=alert]')).toContain(over);
    expect(await page.locator('#finish').count()).toBe(0);
    expect(await page.innerText('#app')).not.toContain('Revoke');
    expect(await page.locator('.checks input:checked').count()).toBe(0);
    await page.fill('#value-1', canary);
    await panel.send(rotate);
    expect(await page.inputValue('#value-1')).toBe(canary);
    await page.click('#store');
    expect((await panel.posted()).at(-1)).toEqual({ type: 'rotate', value: { client_secret: canary } });
    await panel.send({ type: 'rotated', run: { before: 3, now: 5 } });
    expect(await page.innerText('#app')).toContain('Revoke the old credential at its issuer');
  });

  it('replaces only the fields that were filled, and keeps them when the vault fails', async () => {
    const panel = await openWith({ panel: 'rotate' }, rotate, checks);
    await panel.page.fill('#value-1', canary);
    await panel.page.click('#store');
    await panel.send({ type: 'failed', message });
    expect((await panel.posted()).at(-1)).toEqual({ type: 'rotate', value: { client_secret: canary } });
    expect(await panel.page.inputValue('#value-1')).toBe(canary);
  });
});

describe.each(Object.keys(themes))('in the theme %s, axe finds nothing', (theme) => {
  it('in the edit form: fields, problems, deprecation, a conflict', async () => {
    const panel = await openWith({ panel: 'edit-secret', theme }, edit);
    await panel.page.fill('#field-value-0', 'not-a-real-key');
    await panel.page.click('[aria-label="Remove client_secret"]');
    await panel.page.click('#add-row');
    await panel.page.fill('#field-name-2', 'client_id');
    await panel.page.check('#deprecated');
    await panel.page.click('#save');
    await takePicture(panel.page, `edit-${theme}`, true);
    expect(await panel.complaints()).toEqual([]);
    expect(await axeViolations(panel.page)).toEqual([]);
    await panel.send({ type: 'conflict', message, secret: { ...crm, description: 'Theirs', version: 4 } });
    await takePicture(panel.page, `edit-conflict-${theme}`, true);
    expect(await axeViolations(panel.page)).toEqual([]);
  });

  it('in the edit form of a single value', async () => {
    const panel = await openWith({ panel: 'edit-secret', theme }, editSingle);
    await takePicture(panel.page, `edit-single-${theme}`);
    expect(await axeViolations(panel.page)).toEqual([]);
  });

  it('in the history', async () => {
    const panel = await openWith({ panel: 'history', theme }, history, events, { type: 'failed', message });
    await takePicture(panel.page, `history-${theme}`);
    expect(await panel.complaints()).toEqual([]);
    expect(await axeViolations(panel.page)).toEqual([]);
  });

  it('in each step of a rotation', async () => {
    const panel = await openWith({ panel: 'rotate', theme }, rotateSingle, checks);
    await takePicture(panel.page, `rotate-value-${theme}`);
    expect(await panel.complaints()).toEqual([]);
    expect(await axeViolations(panel.page)).toEqual([]);
    await panel.send({ type: 'rotated', run: { before: 3, now: 4 } });
    await panel.page.check('.checks input >> nth=0');
    await takePicture(panel.page, `rotate-test-${theme}`);
    expect(await axeViolations(panel.page)).toEqual([]);
  });
});

describe('in a narrow editor, as at 200 % zoom', () => {
  it.each([
    ['edit-secret', [edit]],
    ['history', [history]],
    ['rotate', [rotate, checks]],
  ] as const)('%s needs no sideways scrolling', async (panel, messages) => {
    const { page } = await openWith({ panel, width: 300, height: 640 }, ...messages);
    await takePicture(page, `${panel}-narrow`, true);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(300);
  });
});

function rowsOf({ page }: PanelPage, table: 'versions' | 'events'): Promise<string[]> {
  return page.locator(`section[aria-labelledby=${table}-heading] tbody tr`).allInnerTexts();
}

function matching(text: RegExp): unknown {
  return expect.stringMatching(text);
}

async function openWith(options: PanelOptions, ...messages: readonly unknown[]): Promise<PanelPage> {
  const panel = await openPanel(options);
  for (const one of messages) await panel.send(one);
  return panel;
}
