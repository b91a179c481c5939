import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openSecureField, type SecureField } from '../../assistants/secure-field/secure-field.ts';
import { launchBrowser } from '../webview/support/panel-page.ts';

const typed = 'not-a-real-key-of-the-user';
const planted = 'not-a-real-key-of-the-attacker';
/** Names that belong to the attacker, and lead to this machine. */
const attacker = 'attacker.example';

interface Target {
  readonly url: string;
  /** What the page hides in its form. The attacker knows even that. */
  readonly csrf: string;
}

/** Resolves once the browser has done everything that the attack can start. */
type Attack = (page: Page, target: Target, site: Site) => Promise<void>;

/** Everything that another web page in the user's browser could do if it knew the address. */
const attacks: readonly (readonly [string, Attack])[] = [
  [
    'another name for this machine (DNS rebinding)',
    async (page, { url }) => void (await page.goto(url.replace('127.0.0.1', attacker))),
  ],
  [
    'a form under another name',
    async (page, { url, csrf }, site) => {
      const target = { url: url.replace('127.0.0.1', attacker), csrf };
      await sendForm(page, target, site);
    },
  ],
  ['a form on another site', sendForm],
  [
    'a frame',
    async (page, { url }, site) => {
      await site.show(page, `<iframe src="${url}"></iframe>`);
      await page.frameLocator('iframe').locator('body').waitFor({ state: 'attached' });
    },
  ],
  ['a prefetch', (page, { url }, site) => site.show(page, `<link rel="prefetch" href="${url}">`)],
  ['an image', (page, { url }, site) => site.show(page, `<img src="${url}">`)],
  [
    'a script that reads',
    (page, { url }, site) => site.run(page, `fetch('${url}', { credentials: 'include', mode: 'no-cors' })`),
  ],
  [
    'a script that writes',
    (page, { url, csrf }, site) =>
      site.run(
        page,
        `fetch('${url}', { method: 'POST', credentials: 'include', mode: 'no-cors', body: new URLSearchParams(${JSON.stringify(formOf(csrf))}) })`,
      ),
  ],
];

describe('other sites in the browser of the user', () => {
  const saved: string[] = [];
  let browser: Browser;
  let context: BrowserContext;
  let site: Site;
  let field: SecureField;
  beforeAll(async () => {
    browser = await launchBrowser(`--host-resolver-rules=MAP ${attacker} 127.0.0.1`);
    site = await Site.start();
  });
  afterAll(async () => {
    await browser.close();
    await site.stop();
  });
  beforeEach(async () => {
    saved.splice(0);
    context = await browser.newContext();
    field = await openSecureField({
      vault: 'https://vault.example.com',
      person: 'Ann',
      name: 'PAYMENTS_API_KEY',
      purpose: 'To charge cards',
      replaces: false,
      lifetime: 60_000,
      save: (value) => Promise.resolve(void saved.push(value)),
      reportBug: () => undefined,
    });
  });
  afterEach(async () => {
    field.close();
    await context.close();
  });

  it.each(attacks)('gain nothing with %s, before and after the page is open', async (_, attack) => {
    const other = await context.newPage();
    await attack(other, { url: field.url, csrf: '' }, site);
    const page = await context.newPage();
    expect((await page.goto(field.url))?.status()).toBe(200);
    const csrf = await page.locator('input[name=csrf]').inputValue();
    await attack(other, { url: field.url, csrf }, site);
    for (const frame of other.frames()) expect(await frame.getByRole('textbox').count()).toBe(0);
    expect(saved).toEqual([]);
    await page.getByRole('textbox', { name: 'Value' }).fill(typed);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'Saved' }).waitFor();
    expect(saved).toEqual([typed]);
  });

  it.each(attacks)('would gain something with %s if the page checked nothing', async (_, attack) => {
    const unprotected = await Unprotected.start();
    try {
      await attack(await context.newPage(), { url: unprotected.url, csrf: 'any' }, site);
      await expect.poll(() => unprotected.reached).toBe(true);
    } finally {
      await unprotected.stop();
    }
  });
});

function formOf(csrf: string) {
  return { csrf, answer: 'save', value: planted };
}

async function sendForm(page: Page, { url, csrf }: Target, site: Site): Promise<void> {
  const fields = Object.entries(formOf(csrf)).map(
    ([name, value]) => `<input name="${name}" value="${value}">`,
  );
  const form = `<form method="post" action="${url}">${fields.join('')}<button>Win a prize</button></form>`;
  await site.show(page, form);
  await page.getByRole('button', { name: 'Win a prize' }).click();
  await page.waitForURL(url);
}

/** The attacker's site. */
class Site {
  #html = '';
  readonly #server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' });
    response.end(this.#html);
  });
  #port = 0;

  static async start(): Promise<Site> {
    const site = new Site();
    site.#port = await listen(site.#server);
    return site;
  }

  /** Shows the page until the browser has loaded what it refers to. */
  async show(page: Page, html: string): Promise<void> {
    this.#html = `<!doctype html><title>Prizes</title>${html}`;
    await page.goto(`http://${attacker}:${String(this.#port)}/`, { waitUntil: 'networkidle' });
  }

  async run(page: Page, script: string): Promise<void> {
    await this.show(page, '');
    await page.evaluate(`${script}.catch(() => undefined)`);
  }

  stop(): Promise<void> {
    return stop(this.#server);
  }
}

/** A page that shows its form to everyone, and takes every value. */
class Unprotected {
  url = '';
  reached = false;
  readonly #server = createServer((request, response) => {
    void this.#answer(request, response);
  });

  static async start(): Promise<Unprotected> {
    const page = new Unprotected();
    page.url = `http://127.0.0.1:${String(await listen(page.#server))}/page`;
    return page;
  }

  stop(): Promise<void> {
    return stop(this.#server);
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const form = new URLSearchParams(await text(request));
    const isAttack = request.method === 'GET' || form.get('value') === planted;
    this.reached ||= isAttack && request.url === '/page';
    response.writeHead(200, { 'content-type': 'text/html' });
    response.end('<form method="post"><textarea></textarea></form>');
  }
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

async function stop(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}
