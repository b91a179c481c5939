import { chromium, type Browser, type BrowserContext } from 'playwright-core';
import { chromiumProgram } from './programs.ts';

export const viewport = { width: 1280, height: 800 };

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

/** A browser that keeps its profile in a folder, so that the folder can be searched. */
export function launchStoredBrowser(profile: string): Promise<BrowserContext> {
  return chromium.launchPersistentContext(profile, { executablePath: chromiumProgram(), args, viewport });
}
