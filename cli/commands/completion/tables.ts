import { allNodes, type CommandNode, type Values } from './command-tree.ts';

/** The lookup tables of a completion script while it walks the words of a line, for any shell. */
export interface Tables {
  /** Every command, by the words that lead to it. */
  readonly places: readonly Place[];
  /** `secrets list:--agent` → the value of the option. Switches are not included. */
  readonly options: readonly Expectation[];
  /** `secrets restore#1` → the argument at that position; `*` instead of the number: from there on. */
  readonly arguments: readonly Expectation[];
}

interface Place {
  readonly path: string;
  readonly commands: readonly string[];
  readonly options: readonly string[];
}

interface Expectation {
  readonly at: string;
  /** `@secret` is looked up, `/` means files, `=a b` are words, `?` is anything. */
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
