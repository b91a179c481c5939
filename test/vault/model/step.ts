import { isDeepStrictEqual } from 'node:util';
import type fc from 'fast-check';
import type { Expected, Model } from './model.ts';
import type { Answered, Asked, World } from './world.ts';

/** An action: on the model, and the same on the vault. */
export interface Step {
  readonly text: string;
  /** The request, as long as nothing has changed yet; `undefined` when it is not possible now. */
  readonly ask: (model: Model, world: World) => Asked | undefined;
  readonly expect: (model: Model) => Expected;
  /** Remembers ids and keys of created items. */
  readonly learn?: (world: World, answered: Answered) => void;
}

/** A step as a command of fast-check. @throws Error where the vault differs from the model */
export function commandOf(step: Step): fc.AsyncCommand<Model, World> {
  return {
    check: () => true,
    async run(model, world) {
      const asked = step.ask(model, world);
      if (!asked) return;
      const expected = step.expect(model);
      const answered = await world.ask(asked);
      requireSame(step.text, expected, answered);
      if (answered.status < 300) step.learn?.(world, answered);
    },
    toString: () => step.text,
  };
}

export function requireSame(text: string, { status, body = {} }: Expected, answered: Answered): void {
  const seen = Object.fromEntries(Object.keys(body).map((name) => [name, answered.body[name]]));
  if (answered.status === status && isDeepStrictEqual(seen, body)) return;
  const told = `${String(answered.status)} ${JSON.stringify(seen)} ${JSON.stringify(answered.body['code'])}`;
  throw new Error(`${text}: expected ${String(status)} ${JSON.stringify(body)}, the vault answered ${told}`);
}
