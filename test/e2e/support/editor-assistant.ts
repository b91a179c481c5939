import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { build } from 'esbuild';

export type Order =
  | { readonly what: 'tools' | 'skills' }
  | { readonly what: 'call'; readonly tool: string; readonly input: object }
  | { readonly what: 'set'; readonly setting: string; readonly value: unknown };

export type Outcome = { readonly text: string } | { readonly error: string };

/** An assistant in the editor's window, which calls tools as the test orders. Its extension fetches the orders. */
export interface EditorAssistant {
  readonly url: string;
  /** What the editor reports about all tools of all extensions. */
  readonly tools: () => Promise<readonly OfferedTool[]>;
  /** The skills of all extensions. */
  readonly skills: () => Promise<
    readonly { readonly extensionId: string; readonly uri: { readonly path: string } }[]
  >;
  /** What the model would receive. */
  readonly call: (tool: string, input?: object) => Promise<Outcome>;
  /** Changes a setting of the user. */
  readonly set: (setting: string, value: unknown) => Promise<Outcome>;
  readonly stop: () => Promise<void>;
}

interface OfferedTool {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: unknown;
}

export async function startEditorAssistant(): Promise<EditorAssistant> {
  const orders: { readonly id: number; readonly order: Order }[] = [];
  const waiting: (() => void)[] = [];
  const outcomes = new Map<number, (outcome: Outcome) => void>();
  let last = 0;
  const server = createServer((request, response) => {
    response.setHeader('access-control-allow-origin', '*');
    if (request.method === 'GET') {
      const answer = (): void => {
        const next = orders.shift();
        if (next && !response.destroyed) response.end(JSON.stringify(next));
        else if (next) orders.unshift(next);
        else waiting.push(answer);
      };
      answer();
      return;
    }
    const id = Number(request.url?.split('/').at(-1));
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      response.end();
      outcomes.get(id)?.(JSON.parse(Buffer.concat(parts).toString()) as Outcome);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const give = (order: Order): Promise<Outcome> => {
    last += 1;
    const id = last;
    orders.push({ id, order });
    const outcome = new Promise<Outcome>((resolve) => outcomes.set(id, resolve));
    // The newest window gets the order: those that were closed before can still be waiting.
    for (const answer of waiting.splice(0).toReversed()) answer();
    return outcome;
  };
  const ask = async (order: Order): Promise<unknown> => {
    const outcome = await give(order);
    if ('error' in outcome) throw new Error(outcome.error);
    return JSON.parse(outcome.text);
  };
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`,
    tools: () => ask({ what: 'tools' }) as ReturnType<EditorAssistant['tools']>,
    skills: () => ask({ what: 'skills' }) as ReturnType<EditorAssistant['skills']>,
    call: (tool, input = {}) => give({ what: 'call', tool, input }),
    set: (setting, value) => give({ what: 'set', setting, value }),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const name = 'assistant';
const publisher = 'test';

/** Builds the assistant's extension into a new folder, and returns the folder. */
export async function buildAssistant(below: string): Promise<string> {
  const folder = path.join(below, `${publisher}.${name}-0.0.1`);
  await mkdir(folder, { recursive: true });
  await build({
    entryPoints: [path.join(import.meta.dirname, 'assistant-extension.ts')],
    bundle: true,
    platform: 'browser',
    format: 'cjs',
    external: ['vscode'],
    outfile: path.join(folder, 'extension.js'),
  });
  const manifest = {
    name,
    publisher,
    version: '0.0.1',
    engines: { vscode: '^1.101.0' },
    main: './extension.js',
    browser: './extension.js',
    activationEvents: ['onStartupFinished'],
    contributes: { configuration: { properties: { 'testAssistant.url': { type: 'string', default: '' } } } },
  };
  await writeFile(path.join(folder, 'package.json'), JSON.stringify(manifest));
  return folder;
}

/** Adds the assistant's extension to the editor's folder of extensions, and to the editor's list. */
export async function installAssistant(extensions: string): Promise<void> {
  const folder = await buildAssistant(extensions);
  const list = path.join(extensions, 'extensions.json');
  const known = JSON.parse(await readFile(list, 'utf8')) as unknown[];
  const entry = {
    identifier: { id: `${publisher}.${name}` },
    version: '0.0.1',
    location: { $mid: 1, path: folder, scheme: 'file' },
    relativeLocation: path.basename(folder),
  };
  await writeFile(list, JSON.stringify([...known, entry]));
}
