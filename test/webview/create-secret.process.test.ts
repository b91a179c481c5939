import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { axeViolations, placesOf, takePicture, type PanelPage } from './support/panel-page.ts';
import { someAgents } from './support/agents.ts';
import { usePanels } from './support/use-panels.ts';

const canary = 'not-a-real-key-CANARY';
const opening = {
  type: 'open',
  agents: someAgents(31),
  selectedAgentIds: ['PROJECT-007'],
  takenNames: ['stripe_api_key'],
  name: '',
  kind: 'single',
  fields: [],
};
const openings = {
  keyValue: { ...opening, name: 'crm_login', kind: 'key_value', fields: ['client_id', 'client_secret'] },
};

const openPanel = usePanels();

describe('creating a secret with the keyboard alone', () => {
  it('a single value goes out once, and Create waits for the host', async () => {
    const panel = await openWith(opening);
    const { keyboard } = panel.page;
    await keyboard.type('twilio_token');
    await keyboard.press('Tab');
    await keyboard.type('Sends text messages');
    await keyboard.press('Tab');
    await keyboard.press('Tab');
    await keyboard.type(canary);
    await keyboard.press('Enter');
    await keyboard.press('Enter');
    expect(await panel.posted()).toEqual([
      { type: 'ready' },
      {
        type: 'create',
        name: 'twilio_token',
        description: 'Sends text messages',
        kind: 'single',
        value: canary,
        agentIds: ['PROJECT-007'],
      },
    ]);
    expect(await panel.page.locator('#value').isDisabled()).toBe(true);
    expect(await placesOf(panel.page, canary)).toEqual([]);
    expect(await panel.complaints()).toEqual([]);
  });

  it('a key/value secret is filled by one paste, even with several lines in a value', async () => {
    const panel = await openWith(openings.keyValue);
    await panel.page.click('text=Paste JSON or .env');
    await paste(panel.page, `client_id=abc\nclient_secret='${canary}'\nPEM="one\ntwo"`);
    await panel.page.keyboard.press('Enter');
    expect((await panel.posted())[1]).toMatchObject({
      kind: 'key_value',
      value: { client_id: 'abc', client_secret: canary, PEM: 'one\ntwo' },
    });
    expect(await placesOf(panel.page, canary)).toEqual([]);
    expect(await panel.complaints()).toEqual([]);
  });

  it('the kind, the rows and the agents work by keys', async () => {
    const panel = await openWith({ ...opening, name: 'crm_login' });
    const { page } = panel;
    await page.focus('input[type=radio][value=single]');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Tab');
    await page.keyboard.type('user');
    await page.keyboard.press('Tab');
    await page.keyboard.type(canary);
    await page.focus('#add-row');
    await page.keyboard.press('Enter');
    await page.keyboard.type('pin');
    await page.keyboard.press('Tab');
    await page.keyboard.type('0000');
    await page.focus('#agent-filter');
    await page.keyboard.type('agent 1');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Space');
    await page.keyboard.press('Enter');
    expect((await panel.posted())[1]).toMatchObject({
      kind: 'key_value',
      value: { user: canary, pin: '0000' },
      agentIds: ['PROJECT-007', 'PROJECT-001', 'PROJECT-010'],
    });
  });
});

describe('a value in the form', () => {
  it('is hidden until the eye is pressed, and hidden again when it is sent', async () => {
    const { page } = await openWith({ ...opening, name: 'a' });
    await page.keyboard.type(canary);
    expect(await page.getAttribute('#value', 'type')).toBe('password');
    await page.click('[aria-label="Show value"]');
    expect(await page.getAttribute('#value', 'type')).toBe('text');
    expect(await page.inputValue('#value')).toBe(canary);
    await page.keyboard.press('Space');
    expect(await page.getAttribute('#value', 'type')).toBe('password');
    await page.click('[aria-label="Show value"]');
    await page.press('#value', 'Enter');
    expect(await page.getAttribute('#value', 'type')).toBe('password');
  });

  it('keeps all lines of a pasted private key', async () => {
    const panel = await openWith({ ...opening, name: 'a' });
    await paste(panel.page, `first ${canary}\r\nsecond\n`);
    expect(await panel.page.getAttribute('#value', 'class')).toContain('masked');
    await takePicture(panel.page, 'create-lines');
    await panel.page.keyboard.press('Control+Enter');
    expect((await panel.posted())[1]).toMatchObject({ value: `first ${canary}\nsecond\n` });
  });

  it('can be generated, stays while Cancel asks, and is gone from the page that goes', async () => {
    const panel = await openWith({ ...opening, name: 'a' });
    expect(await placesOf(panel.page, 'Generate strong value')).not.toEqual([]);
    await panel.page.click('text=Generate strong value');
    const generated = await panel.page.inputValue('#value');
    expect(generated).toMatch(/^[\w-]{32}$/);
    await panel.page.click('#cancel');
    expect(await panel.posted()).toEqual([{ type: 'ready' }, { type: 'cancel' }]);
    expect(await panel.page.inputValue('#value')).toBe(generated);
    expect(await placesOf(panel.page, generated)).toEqual([]);
    await panel.page.evaluate(() => window.dispatchEvent(new Event('pagehide')));
    expect(await panel.page.inputValue('#value')).toBe('');
  });

  it('is never stored over a reload of the window; all else is', async () => {
    const panel = await openWith(openings.keyValue);
    await panel.page.fill('#description', 'Customers');
    await panel.page.fill('#field-value-1', canary);
    expect((await panel.kept()).at(-1)).toEqual({
      name: 'crm_login',
      draft: {
        name: 'crm_login',
        description: 'Customers',
        fields: ['client_id', 'client_secret'],
        agentIds: ['PROJECT-007'],
        edited: true,
      },
    });
    expect(JSON.stringify(await panel.kept())).not.toContain(canary);
  });

  it('stays in the form when the host reports a failure', async () => {
    const panel = await openWith({ ...opening, name: 'taken_meanwhile' });
    await panel.page.keyboard.type(canary);
    await panel.page.keyboard.press('Enter');
    await panel.send({ type: 'failed', message: 'A secret with this name already exists.', field: 'name' });
    expect(await panel.page.inputValue('#value')).toBe(canary);
    expect(await panel.page.getAttribute('#name', 'aria-invalid')).toBe('true');
    expect(await panel.page.evaluate(() => document.activeElement?.id)).toBe('name');
    expect(await panel.page.innerText('#name-problem')).toContain('already exists');
    expect(await panel.page.textContent('[role=alert]')).toBe('');
    await panel.page.keyboard.type('_2');
    expect(await panel.page.getAttribute('#name', 'aria-invalid')).toBe('false');
    await panel.page.keyboard.press('Enter');
    expect(await panel.posted()).toHaveLength(3);
  });
});

describe('a text of the code that moves into the vault', () => {
  it('is only named in the form; Create asks the host to send it, and the warning says what remains', async () => {
    const panel = await openWith({ ...opening, name: 'stripe_key', literal: 'functions/pay.py:12' });
    expect(await panel.page.innerText('.literal')).toContain('The selected text of functions/pay.py:12');
    expect(await panel.page.innerText('.literal')).toContain('version control history');
    expect(await panel.page.locator('[data-value]').count()).toBe(0);
    await takePicture(panel.page, 'create-literal');
    expect(await axeViolations(panel.page)).toEqual([]);
    await panel.page.press('#name', 'Enter');
    expect((await panel.posted())[1]).toMatchObject({ kind: 'single', value: '', literal: true });
  });

  it('may be several texts, which become fields: their names are said, and nothing else of them', async () => {
    const fields = ['client_id', 'client_secret'];
    const panel = await openWith({
      ...opening,
      name: 'crm_oauth',
      kind: 'key_value',
      fields,
      literal: 'functions/crm.py:4',
    });
    expect(await panel.page.innerText('.literal')).toContain(
      'The selected texts of functions/crm.py:4 become the fields client_id, client_secret.',
    );
    await takePicture(panel.page, 'create-literal-fields');
    expect(await axeViolations(panel.page)).toEqual([]);
    await panel.page.press('#name', 'Enter');
    expect((await panel.posted()).at(-1)).toMatchObject({ kind: 'key_value', value: {}, literal: true });
  });
});

describe('invalid input', () => {
  it('a name in use is reported while typing', async () => {
    const { page } = await openWith(opening);
    await page.keyboard.type('stripe_api_key');
    expect(await page.getAttribute('#name', 'aria-invalid')).toBe('true');
    expect(await page.textContent('#name-problem')).toContain('already exists');
  });

  it('the first problem gets the focus, each problem has a message, and nothing is posted', async () => {
    const panel = await openWith({ ...openings.keyValue, name: '' });
    await panel.page.keyboard.press('Enter');
    expect(await panel.page.evaluate(() => document.activeElement?.id)).toBe('name');
    expect(await panel.page.textContent('[role=alert]')).toContain('3 problems');
    const described = await panel.page.getAttribute('#field-value-1', 'aria-describedby');
    expect(await panel.page.textContent(`#${described}`)).toContain('Enter a value.');
    await takePicture(panel.page, 'create-problems', true);
    expect(await panel.posted()).toEqual([{ type: 'ready' }]);
  });

  it('a paste that cannot be read names the line, and shows nothing of it', async () => {
    const { page } = await openWith(openings.keyValue);
    await page.click('text=Paste JSON or .env');
    await paste(page, `A=1\n${canary}`);
    expect(await page.textContent('#paste-text-problem')).toContain('Line 2');
    expect(await placesOf(page, canary)).toEqual([]);
  });

  it('a paste with an invalid line fills the other fields; the text stays hidden until the user looks at it', async () => {
    const panel = await openWith(openings.keyValue);
    const { page } = panel;
    await page.click('text=Paste JSON or .env');
    await paste(page, `client_id=first\n${canary}\nregion=second`);
    expect(await page.inputValue('#field-value-1')).toBe('first');
    expect(await page.getAttribute('#field-name-1', 'aria-label')).toBe('Name of field 1');
    expect(await page.textContent('#paste-text-problem')).toContain('Line 2 does not have');
    expect(await page.textContent('#paste-note')).toBe('Fields filled: region. Fields updated: client_id.');
    expect(await page.getAttribute('#paste-text', 'class')).toContain('masked');
    await takePicture(page, 'create-paste-partial', true);
    await page.click('[aria-label="Show text"]');
    expect(await page.getAttribute('#paste-text', 'class')).not.toContain('masked');
    expect(await axeViolations(page)).toEqual([]);
    await page.fill('#name', 'crm');
    await page.click('#add');
    expect(await panel.posted()).toEqual([{ type: 'ready' }]);
  });

  it.each(['dark', 'light', 'hc-black', 'hc-light'])(
    'the box with an invalid line is readable in the theme %s',
    async (theme) => {
      const panel = await openPanel({ panel: 'create-secret', theme });
      await panel.send(openings.keyValue);
      await panel.page.click('text=Paste JSON or .env');
      await paste(panel.page, 'client_id=first\nnot a line');
      await takePicture(panel.page, `create-paste-${theme}`, true);
      expect(await axeViolations(panel.page)).toEqual([]);
    },
  );

  it('a credential in the name or the description is refused, and never stored over a reload', async () => {
    const credential = ['sk', 'live', '51NotARealKey'].join('_');
    const panel = await openWith(opening);
    const { page } = panel;
    await page.fill('#name', credential);
    expect(await page.textContent('#name-problem')).toContain('looks like a credential');
    await page.fill('#description', `The key is ${credential}`);
    expect(await page.textContent('#description-problem')).toContain('contains a credential');
    await page.fill('#value', 'not-a-real-key');
    await page.click('#add');
    expect(await panel.posted()).toEqual([{ type: 'ready' }]);
    expect(JSON.stringify(await panel.kept())).not.toContain(credential);
    expect(await axeViolations(page)).toEqual([]);
  });

  it('a second paste updates the fields with its names, and keeps the others', async () => {
    const { page } = await openWith(openings.keyValue);
    await page.click('text=Paste JSON or .env');
    await paste(page, 'client_id=first\nnot a line\nregion=eu');
    await page.focus('#paste-text');
    await paste(page, '{"client_id": "second", "tenant": "t"}');
    expect(await page.textContent('#paste-note')).toBe('Fields filled: tenant. Fields updated: client_id.');
    expect(await page.locator('#paste-text').count()).toBe(0);
    const names = await page
      .locator('.row-inputs > input')
      .evaluateAll((inputs) => inputs.map((input) => (input instanceof HTMLInputElement ? input.value : '')));
    const values = await page
      .locator('.row-inputs [data-value]')
      .evaluateAll((inputs) => inputs.map((input) => (input instanceof HTMLInputElement ? input.value : '')));
    expect(Object.fromEntries(names.map((name, index) => [name, values[index]]))).toMatchObject({
      client_id: 'second',
      region: 'eu',
      tenant: 't',
    });
  });

  it('Esc closes an untouched form only', async () => {
    const panel = await openWith(opening);
    await panel.page.keyboard.type('x');
    await panel.page.keyboard.press('Escape');
    expect(await panel.posted()).toHaveLength(1);
    await panel.page.keyboard.press('Backspace');
    await panel.page.keyboard.press('Escape');
    expect((await panel.posted()).at(-1)).toEqual({ type: 'cancel' });
  });

  it('a message from another sender changes nothing', async () => {
    const panel = await openWith(opening);
    await panel.send({ type: 'open', name: '<img src=x>' });
    await panel.send({ type: 'failed', message: '<b id="bold">no</b>' });
    expect(await panel.page.locator('#bold').count()).toBe(0);
    expect(await panel.page.textContent('[role=alert]')).toContain('<b id="bold">');
  });
});

async function openWith(message: unknown): Promise<PanelPage> {
  const panel = await openPanel({ panel: 'create-secret' });
  await panel.send(message);
  return panel;
}

/** Pastes into the focused input as a browser does; a headless browser may not reach the clipboard. */
async function paste(page: Page, text: string): Promise<void> {
  await page.evaluate((data) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', data);
    const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
    document.activeElement?.dispatchEvent(event);
  }, text);
}
