import type { FunctionParameter, RunnableFunction } from '../../contracts/lsp-messages.ts';
import type { TopFunction, TopParameter } from '../source/language.ts';
import type { ParsedFile } from '../model/parsed-file.ts';
import { pathInProject } from '../source/path-in-project.ts';
import { isCredentialField } from '../model/credential-field.ts';

/** The folders in which the platform looks for functions. It calls the function named after the file. */
const functionFolders = /^(?:functions|flows\/[^/]+\/(?:functions|function_steps))\/([^/]+)\.py$/;
/** Scripts that the authors of the agent run manually. */
const tools = /^tools\/[^/]+\.[cm]?[jt]s$/;

/**
 * In Python, returns the function named after the file, because the platform calls that function. In a tool,
 * returns each exported function that takes a conversation, or the entire file if there is none.
 */
export function runnableFunctions(
  file: ParsedFile,
  rootUri: string,
  topFunctions: () => readonly TopFunction[],
): readonly RunnableFunction[] {
  const path = pathInProject(file.uri, rootUri);
  const name = functionFolders.exec(path)?.[1];
  // If a name is defined several times, the last definition wins.
  if (name !== undefined)
    return runnable(file, topFunctions())
      .filter((one) => one.name === name)
      .slice(-1);
  if (!tools.test(path) || /\.(?:test|spec|d)\.\w+$/.test(path)) return [];
  const functions = runnable(file, topFunctions());
  return functions.length > 0 ? functions : [script(file)];
}

function runnable(file: ParsedFile, functions: readonly TopFunction[]): readonly RunnableFunction[] {
  return functions.filter(takesConversation).map(({ name, exportedAs, definition, parameters }) => ({
    name: exportedAs ?? file.text.slice(name.start, name.end),
    range: file.rangeOf(name),
    definition: file.rangeOf(definition),
    parameters: parameters.filter((one) => !isGiven(one)).map(asked),
  }));
}

function script(file: ParsedFile): RunnableFunction {
  return {
    range: file.rangeOf({ start: 0, end: 0 }),
    definition: file.rangeOf({ start: 0, end: file.text.length }),
    parameters: [],
  };
}

function takesConversation({ parameters: [first] }: TopFunction): boolean {
  return first !== undefined && isGiven(first);
}

/** The platform supplies the conversation and the flow, and recognizes these parameters by their types. */
function isGiven({ name, type }: TopParameter): boolean {
  return type === undefined ? /^(?:conv|flow)$/.test(name) : /^(?:\w+\.)?(?:Conversation|Flow)$/.test(type);
}

function asked({ name, type, description, default: otherwise }: TopParameter): FunctionParameter {
  return {
    name,
    ...(type !== undefined && { type }),
    ...(description !== undefined && { description }),
    ...(otherwise !== undefined && { default: otherwise }),
    isSecret: isCredentialField(name),
  };
}
