import type { App } from '../app/app.ts';
import { askForArguments } from './ask-for-arguments.ts';
import { type Arguments, argumentsToRemember, memoryOf, rememberedArguments } from './function.ts';
import type { SubjectFunction } from './subject-function.ts';

/**
 * The arguments the user passes to the function, prefilled with the last ones; `undefined` if they cancel.
 */
export async function knownArguments(
  { memory }: App,
  { document, agent, runnable: { name = '', parameters } }: SubjectFunction,
  title: string,
): Promise<Arguments | undefined> {
  const path = document.uri.toString().slice(agent.rootUri.length + 1);
  const place = memoryOf(agent.agentId, path, name);
  const given = await askForArguments(title, parameters, rememberedArguments(parameters, memory.get(place)));
  if (given) await memory.update(place, argumentsToRemember(parameters, given));
  return given;
}
