import type { App } from '../app/app.ts';
import type { SnippetSubject } from '../snippets/snippet.ts';
import { pickSecret, snippetSubjectIn } from './subject.ts';

/** The secret or field a snippet is for; asks which of the agent's when the command came without one. */
export async function pickReadable(
  app: App,
  argument: unknown,
  title: string,
  agent = app.currentAgent.agent,
): Promise<SnippetSubject | undefined> {
  const given = snippetSubjectIn(argument);
  if (given) return given;
  const name = await pickSecret(app, title, ({ access }) => access === 'granted', agent);
  return name === undefined ? undefined : { name };
}
