// What the bundles replace, leave out or load from one another. `esbuild.mjs` uses it.
import { readFile } from 'node:fs/promises';
import path from 'node:path';

/**
 * Parts that the analysis loads on first use, each in its own bundle: the JavaScript grammar is as large as all
 * the Python support together, and YAML is only read in agent projects. Imports of such a part resolve to the
 * file that loads it.
 * @type {import('esbuild').Plugin}
 */
export const lazyParts = {
  name: 'lazy-parts',
  setup: (bundling) => {
    bundling.onResolve({ filter: /\/javascript\.ts$/ }, () => ({
      path: bundleFile('lazy-javascript.ts'),
    }));
    bundling.onResolve({ filter: /\/project\/agent-project\.ts$/ }, () => ({
      path: bundleFile('lazy-agent-project.ts'),
    }));
    bundling.onResolve({ filter: /\/(?:log-fixes|on-demand|step-sentences|write-suppression)\.ts$/ }, () => ({
      path: bundleFile('lazy-on-demand.ts'),
    }));
  },
};

/**
 * The bundle of the JavaScript analysis receives what `shared-with-javascript.ts` lists from the bundle that loads
 * it: imports of the listed modules resolve to properties of `shared`. If a name is missing from the list, the build
 * fails.
 * @type {import('esbuild').Plugin}
 */
export const sharedParts = {
  name: 'shared-parts',
  setup: async (bundling) => {
    const namespace = 'shared-parts';
    const list = bundleFile('shared-with-javascript.ts');
    /** @type {Map<string, string>} */
    const names = new Map();
    for (const [, exported = '', from = ''] of (await readFile(list, 'utf8')).matchAll(
      /^export \{([^}]*)\} from '([^']+)';$/gmu,
    ))
      names.set(from.startsWith('.') ? path.resolve(path.dirname(list), from) : from, exported);
    bundling.onResolve({ filter: /^(?:\.|@lezer\/lr$)/ }, ({ path: name, resolveDir }) => {
      const wanted = name.startsWith('.') ? path.resolve(resolveDir, name) : name;
      return names.has(wanted) ? { path: wanted, namespace } : undefined;
    });
    bundling.onLoad({ filter: /./, namespace }, ({ path: wanted }) => ({
      contents: `export const {${names.get(wanted)}} = shared;`,
    }));
  },
};

/**
 * The grammars import highlighting styles, which this project does not use.
 * @type {import('esbuild').Plugin}
 */
export const withoutColours = {
  name: 'without-colours',
  setup: (bundling) => {
    bundling.onResolve({ filter: /^@lezer\/highlight$/ }, () => ({ path: bundleFile('no-highlighting.ts') }));
  },
};

/**
 * The detector only scans text. Its one rule that would read a file, a key store, never receives one.
 * @type {import('esbuild').Plugin}
 */
export const withoutDisk = {
  name: 'without-disk',
  setup: (bundling) => {
    bundling.onResolve({ filter: /^node:(fs|path)$/ }, () => ({ path: 'disk', namespace: 'without-disk' }));
    bundling.onLoad({ filter: /^disk$/, namespace: 'without-disk' }, () => ({
      contents: `const fail = () => { throw new Error('This server has no file system.'); };
        export default { basename: (file) => file.slice(file.lastIndexOf('/') + 1), readFileSync: fail };`,
    }));
  },
};

/**
 * In a process, the extension loads what does not depend on the platform from the bundle for browsers, including the
 * client library, so that the package contains it once.
 * @type {import('esbuild').Plugin}
 */
export const extensionOutside = {
  name: 'extension-outside',
  setup: (bundling) => {
    const outside = { path: './web/extension.js', external: true };
    bundling.onResolve({ filter: /^\.\/extension\.ts$/ }, () => outside);
    bundling.onResolve({ filter: /^\.\.\/common\/(?:api|client)$/ }, ({ importer }) =>
      /[\\/]vscode-(?:jsonrpc|languageclient|languageserver-protocol)[\\/]/.test(importer)
        ? outside
        : undefined,
    );
  },
};

/**
 * In a process, the language server loads what does not depend on Node from the bundle that workers run, including the
 * protocol library, so that the package contains it once.
 * @type {import('esbuild').Plugin}
 */
export const serverOutside = {
  name: 'server-outside',
  setup: (bundling) => {
    const outside = { path: './shared-server.js', external: true };
    bundling.onResolve({ filter: /^\.\/(?:server|platform\/current)\.ts$/ }, () => outside);
    bundling.onResolve({ filter: /^\.\.\/common\/api$/ }, ({ importer }) =>
      /[\\/]vscode-jsonrpc[\\/]/.test(importer) ? outside : undefined,
    );
  },
};

/**
 * The client library compares versions to reject editors that are too old. The manifest already requires a
 * newer editor than the library does.
 * @type {import('esbuild').Plugin}
 */
export const withoutVersions = {
  name: 'without-versions',
  setup: (bundling) => {
    const namespace = 'without-versions';
    bundling.onResolve({ filter: /^semver\/functions\// }, () => ({ path: 'versions', namespace }));
    // It parses the editor's version, then checks whether that satisfies its own requirement.
    bundling.onLoad({ filter: /^versions$/, namespace }, () => ({
      contents: 'module.exports = () => ({});',
    }));
  },
};

/**
 * Protocol features that our server does not offer, by file name in the client library. The library would
 * advertise each of them to every server and register listeners for it. Remove a feature from this list when
 * the server implements it.
 * @type {import('esbuild').Plugin}
 */
export const withoutIdleFeatures = {
  name: 'without-idle-features',
  setup: (bundling) => {
    const idle = [
      ['callHierarchy', 'colorProvider', 'declaration', 'executeCommand', 'fileOperations', 'foldingRange'],
      ['formatting', 'implementation', 'inlineCompletion', 'inlineValue', 'linkedEditingRange', 'rename'],
      ['selectionRange', 'signatureHelp', 'textDocumentContent', 'typeDefinition', 'typeHierarchy'],
    ].flat();
    const filter = new RegExp(`vscode-languageclient/lib/common/(${idle.join('|')})\\.js$`);
    // Each feature class in such a file is replaced by one that does nothing; no other export is used.
    bundling.onLoad({ filter }, () => ({
      contents: `class IdleFeature {
          fillClientCapabilities() {}
          initialize() {}
          getState() { return { kind: 'static' }; }
          clear() {}
        }
        const get = (_, name) => {
          if (/Feature$/.test(name)) return IdleFeature;
          if (name !== '__esModule') throw new Error(\`There is no \${String(name)} here.\`);
        };
        module.exports = new Proxy({}, { get });`,
    }));
    // Their messages, which nothing sends either.
    const messages = new RegExp(
      `vscode-languageserver-protocol/lib/common/protocol\\.(${[...idle, 'moniker'].join('|')})\\.js$`,
    );
    bundling.onLoad({ filter: messages }, () => ({ contents: '' }));
    // Classes of items that only such features return.
    bundling.onLoad(
      { filter: /vscode-languageclient\/lib\/common\/protocol(?:Call|Type)HierarchyItem\.js$/ },
      () => ({
        contents: 'exports.default = class {};',
      }),
    );
    // Our server's selectors of notebooks have no globs, and our client matches tabs itself.
    bundling.onLoad({ filter: /vscode-languageclient\/lib\/common\/utils\/globPattern\.js$/ }, () => ({
      contents: `exports.matchGlobPattern = () => { throw new Error('There are no globs here.'); };`,
    }));
  },
};

/**
 * The protocol library can cancel requests through memory shared between threads. We do not use that.
 * @type {import('esbuild').Plugin}
 */
export const withoutSharedMemory = {
  name: 'without-shared-memory',
  setup: (bundling) => {
    bundling.onLoad({ filter: /[\\/]vscode-jsonrpc[\\/].*[\\/]sharedArrayCancellation\.js$/ }, () => ({
      contents: 'exports.SharedArraySenderStrategy = exports.SharedArrayReceiverStrategy = class {};',
    }));
  },
};

/**
 * The protocol library writes each export several times: first as undefined, then with a getter. A single
 * assignment has the same effect, because no two of its files import each other.
 * @type {import('esbuild').Plugin}
 */
export const plainExports = {
  name: 'plain-exports',
  setup: (bundling) => {
    const nothingFirst = /^(?:exports\.\w+ = )+void 0;$/gm;
    const byFunction =
      /^Object\.defineProperty\(exports, "(\w+)", \{ enumerable: true, get: function \(\) \{ return ([\w.]+); \} \}\);$/gm;
    bundling.onLoad({ filter: /[\\/]vscode-jsonrpc[\\/]lib[\\/].*\.js$/ }, async ({ path: file }) => {
      const text = await readFile(file, 'utf8');
      return { contents: text.replaceAll(nothingFirst, '').replaceAll(byFunction, 'exports.$1 = $2;') };
    });
  },
};

/**
 * The protocol library names pipes and progress with random bytes. Node takes longer to load its cryptography than the
 * server takes for all other modules of Node.
 * @type {import('esbuild').Plugin}
 */
export const cryptoOnDemand = {
  name: 'crypto-on-demand',
  setup: (bundling) => {
    const namespace = 'crypto-on-demand';
    bundling.onResolve({ filter: /^crypto$/ }, ({ importer }) =>
      /[\\/]vscode-jsonrpc[\\/]/.test(importer) ? { path: 'crypto', namespace } : undefined,
    );
    bundling.onLoad({ filter: /^crypto$/, namespace }, () => ({
      contents: `const get = (_, name) => require('node:crypto')[name];
        module.exports = new Proxy({}, { get });`,
    }));
  },
};

/**
 * Programs of the language server load the analysis from its own bundle, which the package contains once for
 * processes and workers.
 * @type {import('esbuild').Plugin}
 */
export const analysisOutside = {
  name: 'analysis-outside',
  setup: (bundling) => {
    const namespace = 'analysis-outside';
    bundling.onResolve({ filter: /\/analysis\/index\.ts$/ }, () => ({ path: 'analysis', namespace }));
    bundling.onLoad({ filter: /^analysis$/, namespace }, () => ({
      contents: `const { platform } = require('./platform/current.ts');
        const analysis = platform.loadBundle('analysis');
        analysis.loadBundlesWith(platform.loadBundle);
        module.exports = analysis;`,
      resolveDir: path.resolve('server'),
    }));
    bundling.onResolve({ filter: /^@lezer\/json$/ }, () => ({ path: 'json', namespace }));
    bundling.onLoad({ filter: /^json$/, namespace }, () => ({
      contents: `exports.parser = require('../analysis/index.ts').jsonParser;`,
      resolveDir: path.resolve('server'),
    }));
    // Parts of the review that this program does not use create parsers when they are loaded.
    bundling.onResolve({ filter: /^@lezer\// }, async ({ path: name, pluginData, ...options }) => {
      if (pluginData === namespace) return undefined;
      const resolved = await bundling.resolve(name, { ...options, pluginData: namespace });
      return { ...resolved, sideEffects: false };
    });
  },
};

/**
 * The command line loads its network with the first request: most runs of `check` send none.
 * @type {import('esbuild').Plugin}
 */
export const networkOnDemand = {
  name: 'network-on-demand',
  setup: (bundling) => {
    bundling.onResolve({ filter: /\/network\.ts$/, namespace: 'file' }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: './network.js', external: true } : undefined,
    );
  },
};

/**
 * What undici offers besides requests. Its index loads all of it.
 * @type {import('esbuild').Plugin}
 */
export const withoutIdleUndici = {
  name: 'without-idle-undici',
  setup: (bundling) => {
    const filter =
      /[\\/]undici[\\/]lib[\\/](?:mock|cache|web[\\/](?:cache|eventsource|websocket))[\\/].*\.js$/;
    const used = /(?:websocket[\\/](?:util|constants|frame)|cache[\\/]util)\.js$/;
    bundling.onLoad({ filter }, ({ path: file }) =>
      used.test(file)
        ? undefined
        : { contents: 'module.exports = new Proxy({}, { get: () => class Unused {} });' },
    );
  },
};

/** @param {string} name */
function bundleFile(name) {
  return path.resolve('server/bundles', name);
}
