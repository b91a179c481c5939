import type { App } from '../app/app.ts';
import { askForArguments } from './ask-for-arguments.ts';
import { type Arguments, argumentsToRemember, memoryOf, rememberedArguments } from './function.ts';
import type { SubjectFunction } from './subject-function.ts';

/** What the person passes to the function, starting from what they passed last; `undefined` if they give up. */
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
