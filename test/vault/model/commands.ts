import fc from 'fast-check';
import { type Model, pass } from './model.ts';
import { commandOf, requireSame, type Step } from './step.ts';
import * as people from './steps-of-people.ts';
import * as secrets from './steps-of-secrets.ts';
import type { World } from './world.ts';

const names = ['s1', 's2', 's3'] as const;
const agents = ['A', 'B', 'C'] as const;

const name = fc.constantFrom(...names);
const agent = fc.constantFrom(...agents);
const variable = fc.constantFrom('V1', 'V2');
const which = fc.nat({ max: 7 });
const value = fc.nat().map((number) => `not-a-real-${String(number)}`);
const isOld = fc.integer({ min: 0, max: 4 }).map((number) => number === 0);
const some = fc.uniqueArray(agent, { maxLength: 2 });
const delta = fc.record({ name, grant: some, revoke: some, isOld });
const minutes = fc.constantFrom(1, 10, 60);

const steps: fc.Arbitrary<Step> = fc.oneof(
  agent.map(secrets.createAgent),
  { weight: 4, arbitrary: fc.tuple(name, value, some).map((one) => secrets.createSecret(...one)) },
  {
    weight: 2,
    arbitrary: fc
      .array(fc.record({ name, value, agents: some }), { minLength: 1, maxLength: 3 })
      .map(secrets.importSecrets),
  },
  {
    weight: 3,
    arbitrary: fc.tuple(name, fc.oneof(value, fc.constant('')), isOld).map((one) => secrets.rotate(...one)),
  },
  fc.tuple(name, fc.boolean()).map((one) => secrets.deprecate(...one)),
  fc.tuple(name, fc.integer({ min: 1, max: 4 })).map((one) => secrets.restoreVersion(...one)),
  fc.tuple(name, isOld).map((one) => secrets.remove(...one)),
  name.map(secrets.undelete),
  name.map(secrets.purge),
  { weight: 4, arbitrary: delta.map(secrets.changeAccess) },
  { weight: 2, arbitrary: fc.array(delta, { minLength: 1, maxLength: 3 }).map(secrets.changeMany) },
  { weight: 3, arbitrary: fc.tuple(agent, minutes).map((one) => people.issueToken(...one)) },
  which.map(people.revokeToken),
  { weight: 4, arbitrary: fc.tuple(which, name).map((one) => people.readSecret(...one)) },
  { weight: 2, arbitrary: fc.tuple(agent, name).map((one) => people.requestAccess(...one)) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(which, fc.constantFrom('approved' as const, 'declined' as const))
      .map((one) => people.decideRequest(...one)),
  },
  fc.tuple(variable, value).map((one) => people.setVariable(...one)),
  fc.tuple(variable, fc.option(value, { nil: undefined })).map((one) => people.changeVariable(...one)),
  minutes.map(people.startSandbox),
  which.map(people.endSandbox),
  which.map(people.readEnvironment),
);

type Command = fc.AsyncCommand<Model, World>;

/** Time passes, and the vault runs its periodic clean-up. */
const passing: fc.Arbitrary<Command> = fc.constantFrom(1, 30, 60 * 24, 60 * 24 * 7).map((passed) => ({
  check: () => true,
  async run(model, world) {
    pass(model, passed);
    await world.pass(passed);
  },
  toString: () => `${String(passed)} minutes pass`,
}));

/** Every key reads every secret: exactly the granted ones are returned. */
const readAll: Command = {
  check: () => true,
  async run(model, world) {
    for (const [at, { key }] of world.tokens.entries()) {
      for (const one of names) {
        const agentId = model.tokens[at]?.agent ?? '';
        const url = `/v1/agents/${agentId}/secrets/${one}/value`;
        const answered = await world.ask({ method: 'GET', url, key });
        requireSame(`key ${String(at)} reads ${one}`, people.readingOf(model, at, one), answered);
      }
    }
  },
  toString: () => 'all read all',
};

export function commandsOf(most: number): fc.Arbitrary<Iterable<Command>> {
  const any = [
    steps.map(commandOf),
    steps.map(commandOf),
    steps.map(commandOf),
    passing,
    fc.constant(readAll),
  ];
  const weighted = [steps.map(commandOf), ...any, steps.map(commandOf), steps.map(commandOf)];
  return fc.commands(weighted, { maxCommands: most, size: 'max' });
}
