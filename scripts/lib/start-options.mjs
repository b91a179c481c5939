import { parseArgs } from 'node:util';
import { choosePort } from './ports.mjs';
import { Sentence } from './sentence.mjs';

const usage = 'npm start -- [--no-open] [--port N] [--vault-port N] [--reset]';

/**
 * @typedef {object} StartOptions
 * @property {boolean} open whether to open a window; otherwise VS Code is only served
 * @property {boolean} reset whether to discard all state of earlier starts
 * @property {number} editorPort
 * @property {number} vaultPort
 */

/**
 * @param {readonly string[]} args
 * @returns {Promise<StartOptions>}
 */
export async function readStartOptions(args) {
  const values = parse(args);
  const asked = portOf(values.port, '--port');
  const editorPort = await choosePort(asked ?? 8240, { insisted: asked !== undefined, option: '--port' });
  const askedForVault = portOf(values['vault-port'], '--vault-port') ?? (asked && asked + 1);
  const vaultPort = await choosePort(askedForVault ?? 8250, {
    insisted: askedForVault !== undefined,
    option: '--vault-port',
    not: editorPort,
  });
  return { open: !values['no-open'], reset: values.reset, editorPort, vaultPort };
}

/** @param {readonly string[]} args */
function parse(args) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        'no-open': { type: 'boolean', default: false },
        reset: { type: 'boolean', default: false },
        port: { type: 'string' },
        'vault-port': { type: 'string' },
      },
    }).values;
  } catch (error) {
    throw new Sentence(`${error instanceof Error ? error.message : 'Unknown option'}. Usage: ${usage}`);
  }
}

/**
 * @param {string | undefined} text
 * @param {string} option
 */
function portOf(text, option) {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new Sentence(`${option} needs a number from 1 to 65535, not "${text}".`);
}
