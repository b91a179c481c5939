import { describe, expect, it } from 'vitest';
import { someAgents, someEvidence } from './support/agents.ts';
import { axeViolations, takePicture, type PanelOptions, type PanelPage } from './support/panel-page.ts';
import { themes } from './support/themes.ts';
import { usePanels } from './support/use-panels.ts';

const agents = someAgents(31);
const create = {
  type: 'open',
  agents,
  selectedAgentIds: ['PROJECT-007'],
  takenNames: ['stripe_api_key'],
  name: '',
  kind: 'single',
  fields: [],
};
const createFields = {
  ...create,
  name: 'crm_login',
  kind: 'key_value',
  fields: ['client_id', 'client_secret'],
};
const access = {
  type: 'open',
  name: 'stripe_api_key',
  agents,
  grantedAgentIds: ['PROJECT-001', 'PROJECT-002'],
  draft: { grant: ['PROJECT-003'], revoke: [] },
  evidence: someEvidence,
};
const themeNames = Object.keys(themes);

const openPanel = usePanels();

describe.each(themeNames)('in the theme %s, axe finds nothing', (theme) => {
  it('in the create form: hints, a value, problems', async () => {
    const panel = await openWith({ panel: 'create-secret', theme }, create);
    await panel.page.fill('#name', 'Salesforce Login');
    await panel.page.fill('#value', ' not-a-real-key');
    await takePicture(panel.page, `create-${theme}`);
    expect(await panel.complaints()).toEqual([]);
    expect(await axeViolations(panel.page)).toEqual([]);
    await panel.page.fill('#name', 'stripe_api_key');
    await panel.page.press('#value', 'Enter');
    expect(await axeViolations(panel.page)).toEqual([]);
  });

  it('in the create form: fields, the paste box, a failure', async () => {
    const panel = await openWith({ panel: 'create-secret', theme }, createFields);
    await panel.page.click('#open-paste');
    await panel.page.click('text=Fill Fields');
    await panel.send({ type: 'failed', message: 'The vault is unreachable. Try again.' });
    await takePicture(panel.page, `create-fields-${theme}`, true);
    expect(await panel.complaints()).toEqual([]);
    expect(await axeViolations(panel.page)).toEqual([]);
  });

  it('in the access table: changes, a warning, what would break, a conflict', async () => {
    const panel = await openWith({ panel: 'edit-access', theme }, access);
    await panel.page.click('#agent-PROJECT-001');
    await takePicture(panel.page, `access-${theme}`);
    expect(await panel.complaints()).toEqual([]);
    expect(await axeViolations(panel.page)).toEqual([]);
    await panel.page.click('#save');
    await takePicture(panel.page, `access-impact-${theme}`);
    expect(await axeViolations(panel.page)).toEqual([]);
    const message = 'Someone else changed the access of this secret meanwhile.';
    await panel.send({ type: 'conflict', message, grantedAgentIds: ['PROJECT-001', 'PROJECT-006'] });
    await takePicture(panel.page, `access-conflict-${theme}`);
    expect(await axeViolations(panel.page)).toEqual([]);
  });
});

describe('the buttons below a form', () => {
  it.each(themeNames)(
    'Cancel looks neither focused nor like the main button in the theme %s',
    async (theme) => {
      const { page } = await openWith({ panel: 'create-secret', theme }, create);
      // As in themes that give all buttons a border in their accent color.
      if (!theme.startsWith('hc-'))
        await page.evaluate(() =>
          document.documentElement.style.setProperty('--vscode-button-border', 'var(--vscode-focusBorder)'),
        );
      const [main, cancel, focus] = await page.evaluate(() => {
        const looks = (selector: string) => {
          const button = document.querySelector(selector);
          const { backgroundColor, borderTopColor } = getComputedStyle(
            button?.shadowRoot?.querySelector('.base') ?? document.body,
          );
          return { background: backgroundColor, border: borderTopColor };
        };
        const probe = document.body.appendChild(document.createElement('span'));
        probe.style.color = 'var(--vscode-focusBorder)';
        return [looks('#add'), looks('#cancel'), getComputedStyle(probe).color] as const;
      });
      expect(cancel.border).not.toBe(focus);
      expect(cancel.background).not.toBe(main.background);
    },
  );
});

describe('in a narrow editor, as at 200 % zoom', () => {
  it.each([
    ['create-secret', createFields],
    ['edit-access', access],
  ] as const)('%s needs no sideways scrolling', async (name, message) => {
    const panel = await openWith({ panel: name, width: 320, height: 640 }, message);
    await takePicture(panel.page, `${name}-narrow`, true);
    expect(await panel.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  });
});

describe('in the editor of a window of 1280 × 800', () => {
  it('the footer of the create form hides no agent of a small account', async () => {
    const few = { ...create, agents: someAgents(3), selectedAgentIds: ['PROJECT-001'] };
    const { page } = await openWith({ panel: 'create-secret', width: 830, height: 700 }, few);
    await takePicture(page, 'create-small-window');
    const last = await page.locator('[data-agents] li').last().boundingBox();
    const footer = await page.locator('footer').boundingBox();
    expect((last?.y ?? Infinity) + (last?.height ?? 0)).toBeLessThanOrEqual(footer?.y ?? 0);
  });
});

describe('the focus', () => {
  it.each([
    ['create-secret', createFields],
    ['edit-access', access],
  ] as const)('in %s is seen at every stop of the Tab key', async (name, message) => {
    const { page } = await openWith({ panel: name }, message);
    for (let stop = 0; stop < 25; stop += 1) {
      await page.keyboard.press('Tab');
      expect(await page.evaluate(focusIsSeen)).toBe(true);
    }
  });
});

/** Runs in the page: whether the focused element, or the part it draws, has an outline. */
function focusIsSeen(): boolean {
  const focused = document.activeElement;
  if (!focused || focused === document.body) return true;
  const drawn = [focused, focused.shadowRoot?.querySelector('.base')];
  return drawn.some((element) => element && getComputedStyle(element).outlineStyle !== 'none');
}

async function openWith(options: PanelOptions, message: unknown): Promise<PanelPage> {
  const panel = await openPanel(options);
  await panel.send(message);
  return panel;
}
