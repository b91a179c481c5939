import { chromium, type Browser, type BrowserContext } from 'playwright-core';
import { chromiumProgram } from './programs.ts';

const viewport = { width: 1360, height: 850 };

/** Turns off the editor's animations. */
const reducedMotion = 'reduce';

const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumProgram(), args });
}

/** Opens a new browser profile, which is signed out and has nothing stored. */
export async function newPerson(browser: Browser, url: string): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport, reducedMotion });
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: new URL(url).origin });
  return context;
}

/** Launches a browser that keeps its profile in a folder, so that a test can search the folder. */
export function launchStoredBrowser(profile: string): Promise<BrowserContext> {
  return chromium.launchPersistentContext(profile, {
    executablePath: chromiumProgram(),
    args,
    viewport,
    reducedMotion,
  });
}
