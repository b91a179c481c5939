import axe from 'axe-core';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { PanelScript } from '../../../client/panels/panel.ts';
import { onTestFinished } from 'vitest';
import { chromium, type Browser, type Page } from 'playwright-core';

/** The folder of pictures for review. */
const screenshots =
  process.env['PANEL_SCREENSHOTS'] ?? path.resolve(import.meta.dirname, '../../../build/panel-screenshots');

export function launchBrowser(...args: readonly string[]): Promise<Browser> {
  return chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...args,
    ],
  });
}

export interface PanelOptions {
  readonly panel: PanelScript;
  readonly theme?: string;
  /** English by default. */
  readonly language?: string;
  readonly width?: number;
  readonly height?: number;
}

/** A panel in a page, with a stand-in for the extension host. */
export interface PanelPage {
  readonly page: Page;
  /** What the panel has posted so far, without drafts. */
  readonly posted: () => Promise<readonly unknown[]>;
  /** Sends a message as the extension host would. */
  readonly send: (message: unknown) => Promise<void>;
  /** The state stored by the editor over a reload of the window, oldest first. */
  readonly kept: () => Promise<readonly unknown[]>;
  /** Policy violations, page errors, console output, and reading the webview's stored state. */
  readonly complaints: () => Promise<readonly string[]>;
}

export async function openPanel(browser: Browser, origin: string, options: PanelOptions): Promise<PanelPage> {
  const { panel, theme = 'dark', language = 'en', width = 1000, height = 900 } = options;
  const reused = await takePage(browser);
  const { page, heard } = reused;
  await page.setViewportSize({ width, height });
  onTestFinished(() => putBack(browser, reused));
  await page.goto(`${origin}/page?panel=${panel}&theme=${theme}&language=${language}`);
  await page.waitForFunction('window.posted?.length > 0');
  const listIn = async (name: string): Promise<readonly unknown[]> =>
    asList(await page.evaluate(`window.${name}`));
  return {
    page,
    posted: async () => (await listIn('posted')).filter((message) => !isDraft(message)),
    kept: () => listIn('kept'),
    send: async (message) => {
      await page.evaluate((data) => window.postMessage(data, '*'), message);
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
    },
    complaints: async () => [...heard, ...(await listIn('complaints')).map(String)],
  };
}

interface ReusedPage {
  readonly page: Page;
  /** Console output and errors of the page since it was taken. */
  readonly heard: string[];
}

/** Pages that no test uses at the moment; opening a page starts a process of the browser. */
const unused = new WeakMap<Browser, ReusedPage[]>();

async function takePage(browser: Browser): Promise<ReusedPage> {
  const known = unused.get(browser)?.pop();
  if (known !== undefined) return known;
  const page = await browser.newPage();
  const heard: string[] = [];
  page.on('console', (message) => {
    // Remarks of the browser to developers about any page with several password fields.
    if (!message.text().startsWith('[DOM]')) heard.push(message.text());
  });
  page.on('pageerror', (error) => heard.push(error.message));
  await page.addInitScript({ content: fakeVsCodeApi });
  return { page, heard };
}

/** Leaves the page as a new one is: empty, with nothing stored, and with the mouse outside. */
async function putBack(browser: Browser, reused: ReusedPage): Promise<void> {
  const { page, heard } = reused;
  await page.evaluate(() => [localStorage, sessionStorage].forEach((store) => store.clear()));
  // Open panels keep drawing, and slow down all others.
  await page.goto('about:blank');
  await page.mouse.move(-1, -1);
  heard.length = 0;
  unused.set(browser, [...(unused.get(browser) ?? []), reused]);
}

/** Violations of axe's rules, as short lines. */
export async function axeViolations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const found = asList(
    await page.evaluate(`axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
      violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => [id, html, failureSummary].join(' | '))))`),
  );
  return found.map(String);
}

export async function takePicture(page: Page, name: string, fullPage = false): Promise<void> {
  await mkdir(screenshots, { recursive: true });
  await page.screenshot({ path: path.join(screenshots, `${name}.png`), fullPage });
}

/** Every attribute and every text of the page, shadow trees included, where `text` occurs. */
export async function placesOf(page: Page, text: string): Promise<readonly string[]> {
  return page.evaluate((needle) => {
    const places: string[] = [];
    const visit = (node: Element | ShadowRoot): void => {
      for (const child of node.children) {
        const attributes = [...child.attributes].map(
          ({ name, value }) => `${child.tagName} ${name}=${value}`,
        );
        const texts = child.childElementCount === 0 ? [`${child.tagName} ${child.textContent}`] : [];
        places.push(...[...attributes, ...texts].filter((place) => place.includes(needle)));
        visit(child);
        if (child.shadowRoot) visit(child.shadowRoot);
      }
    };
    visit(document.documentElement);
    const stores = [localStorage, sessionStorage].map((store) => JSON.stringify(store));
    return [...places, ...stores.filter((store) => store.includes(needle))];
  }, text);
}

/** Replaces VS Code: records posted and stored data. */
const fakeVsCodeApi = `
  window.posted = [];
  window.kept = [];
  window.complaints = [];
  document.addEventListener('securitypolicyviolation', (event) =>
    window.complaints.push('policy: ' + event.violatedDirective + ' ' + event.blockedURI));
  window.acquireVsCodeApi = () => Object.freeze({
    postMessage: (message) => window.posted.push(structuredClone(message)),
    getState: () => window.complaints.push('read the stored state'),
    setState: (state) => window.kept.push(structuredClone(state)),
  });
`;

function isDraft(message: unknown): boolean {
  return typeof message === 'object' && message !== null && 'type' in message && message.type === 'draft';
}

function asList(data: unknown): readonly unknown[] {
  return Array.isArray(data) ? data : [];
}
