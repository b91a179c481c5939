import { describe, expect, it } from 'vitest';
import { bundleTexts } from '../client/l10n-files.ts';
import { someAgents, someEvidence } from './support/agents.ts';
import { auditOpening, someEvents } from './support/audit.ts';
import { importOpening } from './support/import.ts';
import { environmentsOpening } from './support/environments.ts';
import { someMatrix } from './support/matrix.ts';
import { axeViolations, type PanelPage, takePicture } from './support/panel-page.ts';
import type { PanelScript } from '../../client/panels/panel.ts';
import { somePeople } from './support/people.ts';
import { someCode, somePage } from './support/secret-page.ts';
import { someSecrets } from './support/secrets.ts';
import { usePanels } from './support/use-panels.ts';

const agents = someAgents(12);
const fields = ['client_id', 'client_secret'];
const secret = { kind: 'key_value', fields, description: 'Guests.', version: 3, deprecated: null };
const version = { version: 3, createdAt: '2026-11-20T09:30:00Z', createdBy: 'Ada', current: true, fields };
const check = { id: 'H', agentName: 'Hotel Booking', places: [], maybe: true };

const panels: readonly {
  readonly name: PanelScript;
  readonly message: object;
  readonly next?: object;
}[] = [
  {
    name: 'create-secret',
    message: {
      type: 'open',
      agents,
      selectedAgentIds: ['PROJECT-007'],
      takenNames: [],
      name: '',
      kind: 'key_value',
      fields,
    },
  },
  {
    name: 'edit-access',
    message: {
      type: 'open',
      name: 'stripe_api_key',
      agents,
      grantedAgentIds: ['PROJECT-001', 'PROJECT-002'],
      draft: { grant: ['PROJECT-003'], revoke: ['PROJECT-001'] },
      evidence: someEvidence,
    },
  },
  { name: 'edit-secret', message: { type: 'open', name: 'guest_crm', secret, otherNames: [] } },
  {
    name: 'history',
    message: {
      type: 'open',
      name: 'guest_crm',
      versions: [version, { ...version, version: 2, current: false }],
      mayRestore: true,
      mayAudit: true,
    },
  },
  {
    name: 'rotate',
    message: { type: 'open', name: 'guest_crm', kind: 'key_value', fields, tested: [] },
    next: { type: 'checks', checks: [check] },
  },
  {
    name: 'audit',
    message: auditOpening,
    next: { type: 'events', events: someEvents(9, 9), more: true, first: true },
  },
  { name: 'people', message: somePeople },
  { name: 'access-matrix', message: someMatrix(12, 20) },
  { name: 'secret', message: somePage, next: someCode },
  { name: 'import', message: importOpening },
  { name: 'secrets', message: someSecrets(12) },
  { name: 'environments', message: environmentsOpening() },
];

const openPanel = usePanels();

describe.each(['de', 'ja'])('in the language "%s"', (language) => {
  it.each(panels)('$name contains no English, and declares its language', async (panel) => {
    const { page } = await opened(panel, language, 1000);
    await takePicture(page, `${panel.name}-${language}`, true);
    expect(await page.evaluate(() => document.documentElement.lang)).toBe(language);
    const shown = new Set(await page.evaluate(textsShown));
    expect(untranslated(language).filter((text) => shown.has(text))).toEqual([]);
    expect(translated(language).some((text) => shown.has(text))).toBe(true);
    expect(await axeViolations(page)).toEqual([]);
  });

  it.each(panels)('in a narrow editor $name cuts off no word', async (panel) => {
    const { page } = await opened(panel, language, 420);
    await takePicture(page, `${panel.name}-${language}-narrow`, true);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(420);
    expect(await page.evaluate(cutOff)).toEqual([]);
  });
});

async function opened(
  { name, message, next }: (typeof panels)[number],
  language: string,
  width: number,
): Promise<PanelPage> {
  const panel = await openPanel({ panel: name, language, width });
  await panel.send(message);
  if (next) await panel.send(next);
  await panel.page.waitForSelector('#app h1');
  return panel;
}

/** English strings that differ in the language. */
function untranslated(language: string): readonly string[] {
  return Object.entries(bundleTexts(language)).flatMap(([key, text]) => (text === key ? [] : [key]));
}

function translated(language: string): readonly string[] {
  return Object.entries(bundleTexts(language)).flatMap(([key, text]) => (text === key ? [] : [text]));
}

/** Every piece of text of the page, and the strings for screen readers. */
function textsShown(): readonly string[] {
  const attributes = ['aria-label', 'title', 'placeholder'];
  const own = (node: Node): readonly string[] =>
    node instanceof Element
      ? attributes.map((name) => node.getAttribute(name) ?? '')
      : [node.textContent?.trim() ?? ''];
  const below = (node: Node): readonly string[] => [
    ...own(node),
    ...[...((node instanceof Element && node.shadowRoot?.childNodes) || [])].flatMap(below),
    ...[...node.childNodes].flatMap(below),
  ];
  return below(document.body);
}

/** Buttons, labels and headings whose text is wider than they are, or that leave the window. */
function cutOff(): readonly string[] {
  const parts = 'button, vscode-button, label, legend, h1, h2, h3, .detail, .hint, p';
  return [...document.querySelectorAll<HTMLElement>(parts)]
    .filter((part) => part.closest('.visually-hidden, [role=grid], .scroll, table') === null)
    .filter((part) => part.offsetWidth > 1 && part.checkVisibility())
    .filter((part) => {
      const { right } = part.getBoundingClientRect();
      return part.scrollWidth > part.clientWidth + 1 && part.clientWidth > 0
        ? true
        : right > window.innerWidth;
    })
    .map((part) => `${part.tagName} ${part.textContent?.trim() ?? ''}`);
}
