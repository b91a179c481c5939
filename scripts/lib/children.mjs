import { spawn } from 'node:child_process';
import { mkdirSync, openSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { local } from './paths.mjs';
import { Sentence } from './sentence.mjs';

const patienceMs = 5_000;

/**
 * @typedef {object} Child a running program in its own process group
 * @property {string} name
 * @property {string} log the file that its output goes to
 * @property {Promise<never>} crashed rejects with a `Sentence` if the program exits on its own
 * @property {() => Promise<void>} stop stops the process group with a signal, then kills it if necessary
 */

/**
 * @param {string} name for messages
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 * @returns {Child}
 */
export function startChild(name, command, args, options = {}) {
  const log = local('logs', `${name.toLowerCase().replace(/^the /, '').replaceAll(' ', '-')}.log`);
  mkdirSync(path.dirname(log), { recursive: true });
  const file = openSync(log, 'w', 0o600);
  const child = spawn(command, args, { ...options, detached: true, stdio: ['ignore', file, file] });

  let stopping = false;
  /** @type {Promise<number | string>} the exit code, the signal, or the reason why it did not start */
  const ended = new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal ?? code ?? 0));
  });
  /** @type {Promise<never>} */
  const crashed = new Promise((_resolve, reject) => {
    /** @param {number | string} reason */
    const fail = (reason) => {
      if (!stopping) reject(new Sentence(`${name} stopped unexpectedly (${reason}): see ${log}.`));
    };
    child.once('error', (error) => fail(error.message));
    child.once('exit', (code, signal) => fail(signal ?? code ?? 0));
  });
  crashed.catch(() => {}); // Callers that await the promise still get the rejection.

  const stop = async () => {
    stopping = true;
    if (child.pid === undefined) return;
    await endGroup(child.pid, ended);
  };
  return { name, log, crashed, stop };
}

/**
 * @param {number} pid
 * @param {Promise<unknown>} ended
 */
async function endGroup(pid, ended) {
  signalGroup(pid, 'SIGTERM');
  await Promise.race([ended, sleep(patienceMs, undefined, { ref: false })]);
  for (let waited = 0; waited < patienceMs && signalGroup(pid, 0); waited += 50) await sleep(50);
  signalGroup(pid, 'SIGKILL');
}

/**
 * @param {number} pid
 * @param {NodeJS.Signals | 0} signal
 * @returns {boolean} whether the group had any process
 */
function signalGroup(pid, signal) {
  try {
    return process.kill(-pid, signal);
  } catch {
    return false;
  }
}
