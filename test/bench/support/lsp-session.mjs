// Drives any language server over stdio as an editor does: opens, types, completes, requests findings.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node';

/**
 * @typedef {object} ServerCase
 * @property {readonly string[]} command arguments of Node
 * @property {string} folder the workspace
 * @property {string} file within the folder
 * @property {string} languageId
 * @property {string} marker the cursor goes right after it
 * @property {unknown} [options] for `initialize`
 * @property {boolean} [pull] whether the server is asked for diagnostics; otherwise it sends them
 */

/** Longest waits, in milliseconds; a server that takes longer has no figure. */
const patience = 60_000;

export class LspSession {
  /** @param {ServerCase} server */
  constructor(server) {
    this.server = server;
    this.started = performance.now();
    this.child = spawn(process.execPath, server.command, {
      cwd: server.folder,
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    this.connection = createMessageConnection(
      new StreamMessageReader(this.child.stdout),
      new StreamMessageWriter(this.child.stdin),
    );
    this.version = 1;
    this.text = '';
    this.uri = '';
    /** @type {((items: unknown[]) => void) | undefined} */
    this.published = undefined;
    this.#answerTheServer();
    this.connection.listen();
    this.open(server.file);
  }

  #answerTheServer() {
    const { connection } = this;
    connection.onRequest('workspace/configuration', (/** @type {{ items: unknown[] }} */ { items }) =>
      items.map(() => null),
    );
    for (const method of [
      'client/registerCapability',
      'window/workDoneProgress/create',
      'workspace/diagnostic/refresh',
    ])
      connection.onRequest(method, () => null);
    connection.onNotification(
      'textDocument/publishDiagnostics',
      (/** @type {{ uri: string, diagnostics: unknown[] }} */ { uri, diagnostics }) => {
        if (uri === this.uri) this.published?.(diagnostics);
      },
    );
    connection.onUnhandledNotification(() => {});
  }

  /**
   * Makes a file the one that is typed into; notifies the server once it is initialized.
   * @param {string} file
   */
  open(file) {
    const absolute = path.join(this.server.folder, file);
    this.uri = pathToFileURL(absolute).href;
    this.text = readFileSync(absolute, 'utf8');
    this.cursor = this.text.indexOf(this.server.marker) + this.server.marker.length;
  }

  async initialize() {
    const root = pathToFileURL(this.server.folder).href;
    await this.connection.sendRequest('initialize', {
      processId: process.pid,
      rootUri: root,
      workspaceFolders: [{ uri: root, name: 'bench' }],
      initializationOptions: this.server.options ?? {},
      capabilities: {
        textDocument: {
          completion: { completionItem: { snippetSupport: true }, contextSupport: true },
          publishDiagnostics: {},
          ...(this.server.pull && { diagnostic: { dynamicRegistration: false } }),
        },
        workspace: {
          configuration: true,
          workspaceFolders: true,
          ...(this.server.pull && { diagnostics: { refreshSupport: true } }),
        },
      },
    });
    await this.connection.sendNotification('initialized', {});
  }

  didOpen() {
    const { uri, version, text } = this;
    return this.connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId: this.server.languageId, version, text },
    });
  }

  /**
   * The time from what `action` sends to the findings about it; the first non-empty ones, if required.
   * @param {() => Promise<void>} action
   * @param {(items: unknown[]) => boolean} [isAnswer]
   * @returns {Promise<unknown[]>}
   */
  async diagnosticsAfter(action, isAnswer = () => true) {
    if (!this.server.pull) return this.#publishedAfter(action, isAnswer);
    await action();
    for (const end = performance.now() + patience; performance.now() < end;) {
      /** @type {{ items: unknown[] }} */
      const { items } = await this.connection.sendRequest('textDocument/diagnostic', {
        textDocument: { uri: this.uri },
      });
      if (isAnswer(items)) return items;
    }
    throw new Error('no findings came');
  }

  /**
   * @param {() => Promise<void>} action
   * @param {(items: unknown[]) => boolean} isAnswer
   * @returns {Promise<unknown[]>}
   */
  #publishedAfter(action, isAnswer) {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('no findings came')), patience);
      this.published = (items) => {
        if (!isAnswer(items)) return;
        clearTimeout(timer);
        resolve(items);
      };
      action().catch(reject);
    });
  }

  /**
   * Even rounds type a letter, odd rounds delete it.
   * @param {number} round
   */
  type(round) {
    const cursor = this.cursor ?? 0;
    const start = this.positionAt(cursor);
    const inserting = round % 2 === 0;
    const end = inserting ? start : { line: start.line, character: start.character + 1 };
    const inserted = inserting ? 'x' : '';
    this.text = this.text.slice(0, cursor) + inserted + this.text.slice(inserting ? cursor : cursor + 1);
    return this.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri: this.uri, version: ++this.version },
      contentChanges: [{ range: { start, end }, text: inserted }],
    });
  }

  /**
   * @param {number} round
   * @returns {Promise<unknown[]>}
   */
  async complete(round) {
    const position = this.positionAt((this.cursor ?? 0) + (round % 2 === 0 ? 1 : 0));
    /** @type {{ items?: unknown[] } | unknown[] | null} */
    const answer = await this.connection.sendRequest('textDocument/completion', {
      textDocument: { uri: this.uri },
      position,
      context: { triggerKind: 1 },
    });
    return Array.isArray(answer) ? answer : (answer?.items ?? []);
  }

  /** @param {number} offset */
  positionAt(offset) {
    const before = this.text.slice(0, offset);
    return { line: before.split('\n').length - 1, character: offset - (before.lastIndexOf('\n') + 1) };
  }

  /** Resident memory of the server, in MiB; Linux only. */
  residentMiB() {
    const status = readFileSync(`/proc/${this.child.pid}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
  }

  /** The CPU time of the server so far, in milliseconds over all its threads; Linux only. */
  cpuMs() {
    const fields = readFileSync(`/proc/${this.child.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) * 10;
  }

  close() {
    this.connection.dispose();
    this.child.kill();
  }
}
