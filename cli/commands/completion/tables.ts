import { allNodes, type CommandNode, type Values } from './command-tree.ts';

/** What a script looks up while it walks the words of a line, whatever its shell. */
export interface Tables {
  /** Every command, by the words that lead to it. */
  readonly places: readonly Place[];
  /** `secrets list:--agent` → what follows it. Switches are not here. */
  readonly options: readonly Expectation[];
  /** `secrets restore#1` → what belongs there; `*` instead of the number: there and in all that follow. */
  readonly arguments: readonly Expectation[];
}

interface Place {
  readonly path: string;
  readonly commands: readonly string[];
  readonly options: readonly string[];
}

interface Expectation {
  readonly at: string;
  /** `@secret` is asked for, `/` are files, `=a b` are words, `?` is anything. */
  readonly expects: string;
  /** More than one may follow. */
  readonly many: boolean;
}

export function tablesOf(program: CommandNode): Tables {
  const nodes = allNodes(program);
  return {
    places: nodes.map(({ path, commands, options }) => ({
      path,
      commands: commands.map((one) => lastWord(one.path)),
      options: options.map(({ flag }) => flag),
    })),
    options: nodes.flatMap(({ path, options }) =>
      options.flatMap(({ flag, values }) => (values ? [expectation(`${path}:${flag}`, values)] : [])),
    ),
    arguments: nodes.flatMap((node) =>
      node.arguments.map((values, place) =>
        expectation(`${node.path}#${values.many ? '*' : String(place)}`, values),
      ),
    ),
  };
}

function lastWord(path: string): string {
  return path.split(' ').at(-1) ?? '';
}

function expectation(at: string, values: Values): Expectation {
  return { at, expects: code(values), many: values.many === true };
}

function code({ choices, ask, files }: Values): string {
  if (choices) return `=${choices.join(' ')}`;
  if (ask !== undefined) return `@${ask}`;
  return files ? '/' : '?';
}
