import type { Bundles, Platform } from './platform.ts';

/** The parts of the worker's global scope that are used here. */
declare const self: { readonly name: string; module?: { exports?: unknown } };
declare function importScripts(url: string): void;

/**
 * The platform for a web worker. The client sets the worker's name to the URL of the folder with the bundles.
 */
export const platform: Platform = {
  nextTurn,
  loadBundle,
  schemesHere: ['file'],
};

/** Does not use a timer, because browsers delay each one by several milliseconds. */
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

/** The bundles are the same as for Node, so they export through `module.exports`. */
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

/** Editors that wrap workers prepend their own name and an arrow to the worker's name. */
export function bundlesFolder(workerName: string): string {
  return workerName.slice(workerName.lastIndexOf(' ') + 1);
}
