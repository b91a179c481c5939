import type { App } from '../app/app.ts';
import type { SnippetSubject } from '../snippets/snippet.ts';
import { pickSecret, snippetSubjectIn } from './subject.ts';

/** The secret or field a snippet is for; prompts for one of the agent's if the command has no argument. */
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
