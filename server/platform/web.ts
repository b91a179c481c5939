import type { Bundles, Platform } from './platform.ts';

/** What a worker has around it, as far as it is used here. */
declare const self: { readonly name: string; module?: { exports?: unknown } };
declare function importScripts(url: string): void;

/** A worker of a browser; the client names it by the address of the folder with the bundles. */
export const platform: Platform = {
  nextTurn,
  loadBundle,
  schemesHere: ['file'],
};

/** A timer would be held back for milliseconds each time. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener('message', () => {
      port1.close();
      resolve();
    });
    port1.start();
    port2.postMessage(undefined);
  });
}

/** The bundles are those of Node, which hand over what they have as `module.exports`. */
function loadBundle<Name extends keyof Bundles>(name: Name): Bundles[Name] {
  const module: { exports?: Bundles[Name] } = {};
  self.module = module;
  try {
    importScripts(new URL(`${name}.js`, bundlesFolder(self.name)).href);
  } finally {
    delete self.module;
  }
  if (module.exports === undefined) throw new Error(`The bundle ${name} has nothing to hand over.`);
  return module.exports;
}

/** Editors that wrap workers put their own name and an arrow in front. */
export function bundlesFolder(workerName: string): string {
  return workerName.slice(workerName.lastIndexOf(' ') + 1);
}
