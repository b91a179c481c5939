import * as vscode from 'vscode';
import { type CommandId, commandIds as ids } from '../../contracts/ids.ts';
import type { VaultSession } from '../session/vault-session.ts';

/** The steps of the walkthrough, and the commands that complete them. */
const steps = {
  signIn: [],
  secrets: [ids.showInSecretsView],
  fix: [
    ids.explainReference,
    ids.grantToAgent,
    ids.moveToVault,
    ids.insertSnippet,
    ids.secretsOfFile,
    ids.copySnippet,
    ids.copyName,
    ids.fixPlace,
    ids.createSecretFromFinding,
    ids.requestAccess,
  ],
  run: [
    ids.runFunction,
    ids.runFunctionWithFakes,
    ids.debugFunction,
    ids.runWithSecrets,
    ids.debugWithSecrets,
  ],
  create: [ids.addSecret, ids.createSecretFromFinding, ids.requestAccess],
} as const satisfies Readonly<Record<string, readonly CommandId[]>>;
type Step = keyof typeof steps;

const memoryKey = 'firstMinutes';
/** How long the editor takes to read the steps of an open walkthrough, in milliseconds. */
const readingMs = 1_000;

/**
 * Checks off the steps of the walkthrough that the user has already completed. The editor only notices a
 * context key that becomes true while the walkthrough is open, so the keys are set for a moment whenever one
 * may have opened.
 */
export class FirstMinutes {
  readonly #memory: vscode.Memento;
  readonly #done: Set<string>;
  readonly #subscriptions: readonly { dispose(): unknown }[];

  constructor(session: VaultSession, memory: vscode.Memento) {
    this.#memory = memory;
    const stored = memory.get<unknown>(memoryKey);
    this.#done = new Set(Array.isArray(stored) ? stored.filter((step) => typeof step === 'string') : []);
    this.#subscriptions = [
      session.onDidChange(() => session.state.kind === 'ready' && this.#did(['signIn'])),
      // Extensions cannot see the input of a walkthrough.
      vscode.window.tabGroups.onDidChangeTabs(
        ({ opened }) => opened.some(({ input }) => input === undefined) && this.#tickWhenRead(),
      ),
    ];
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  used(command: string): void {
    this.#did(stepNames.filter((step) => steps[step].some((id) => id === command)));
  }

  sawSecrets(): void {
    this.#did(['secrets']);
  }

  #did(done: readonly Step[]): void {
    const added = done.filter((step) => !this.#done.has(step));
    if (added.length === 0) return;
    for (const step of added) this.#done.add(step);
    void this.#memory.update(memoryKey, [...this.#done]);
    void this.#tick();
  }

  #tickWhenRead(): void {
    setTimeout(() => void this.#tick(), readingMs);
  }

  async #tick(): Promise<void> {
    for (const isDone of [true, false]) {
      for (const step of stepNames)
        if (this.#done.has(step))
          await vscode.commands.executeCommand('setContext', `agentSecrets.done.${step}`, isDone);
    }
  }
}

const stepNames: readonly Step[] = ['signIn', 'secrets', 'fix', 'run', 'create'];
