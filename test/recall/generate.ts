import { aliases } from './flows/aliases.ts';
import { branches, conditionalExpressions, loops, matches } from './flows/branches.ts';
import { classes } from './flows/classes.ts';
import { dictionaries, lists } from './flows/collections.ts';
import { dynamic, dynamicFiles } from './flows/dynamic.ts';
import { doubles } from './flows/doubles.ts';
import { enumerations } from './flows/enumerations.ts';
import type { Flow } from './flows/flow.ts';
import { functions } from './flows/functions.ts';
import { imports } from './flows/imports.ts';
import { mixed } from './flows/mixed.ts';
import { parameters } from './flows/parameters.ts';
import { knownText, patterns } from './flows/text.ts';
import { tests } from './flows/tests.ts';
import { ProgramWriter, type Program } from './program-writer.ts';

/** Every way in which names flow, as design and documentation list them. */
export const flows: readonly [Flow, ...Flow[]] = [
  aliases,
  branches,
  conditionalExpressions,
  matches,
  loops,
  dictionaries,
  lists,
  functions,
  classes,
  imports,
  parameters,
  enumerations,
  tests,
  doubles,
  knownText,
  patterns,
  mixed,
  dynamic,
];

/** The same program for the same seed: some flows, one after the other. */
export function generate(seed: number): Program {
  const writer = new ProgramWriter(seed);
  if (writer.random.chance(0.02)) {
    dynamicFiles.write(writer);
    return writer.finish();
  }
  const count = 1 + writer.random.below(3);
  for (let number = 0; number < count; number++) writer.random.of(flows).write(writer);
  return writer.finish();
}
