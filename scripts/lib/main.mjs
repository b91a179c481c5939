import { sentenceOf } from './sentence.mjs';

const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

/** What has to be closed before the program exits. The most recently started comes first. */
export class Shutdown {
  /** @readonly @type {(() => Promise<void>)[]} */
  #closers = [];
  #closing = false;

  /** @param {() => Promise<void>} close must not reject */
  add(close) {
    this.#closers.unshift(close);
  }

  get isClosing() {
    return this.#closing;
  }

  /**
   * Closes everything, then exits. Later calls do nothing, because there may be several reasons at once.
   * @param {number} code
   */
  async exit(code) {
    if (this.#closing) return;
    this.#closing = true;
    for (const close of this.#closers) await close();
    process.exit(code);
  }
}

/**
 * Runs a program's main function. A failure prints one sentence and sets the exit code to 1. A signal closes
 * everything that was started, and a second one exits immediately.
 * @param {(shutdown: Shutdown) => Promise<void>} main
 * @param {{ signalExitCode?: number }} [options]
 */
export async function runMain(main, { signalExitCode = 130 } = {}) {
  const shutdown = new Shutdown();
  const { ppid } = process;
  if (process.env['npm_lifecycle_event']) {
    // npm passes signals only to a shell, not to this process. We can only detect that the shell has exited.
    setInterval(() => process.ppid !== ppid && void shutdown.exit(signalExitCode), 300).unref();
  }
  let wasSignaled = false;
  for (const signal of signals) {
    process.on(signal, () => {
      if (wasSignaled) process.exit(signalExitCode);
      wasSignaled = true;
      void shutdown.exit(signalExitCode);
    });
  }
  try {
    await main(shutdown);
  } catch (error) {
    if (!shutdown.isClosing) console.error(`\n${sentenceOf(error)}`);
    await shutdown.exit(1);
  }
}
