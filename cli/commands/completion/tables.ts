import type { Argument, Command, Option } from 'commander';
import { type ValueKind, valueKindOf } from './values.ts';

/** The tables with which a completion script, in any shell, interprets the words of a command line. */
export interface Tables {
  /** Every command, identified by the words that lead to it. */
  readonly places: readonly Place[];
  /** Maps `secrets list:--agent` to that option's value. Excludes switches. */
  readonly options: readonly Expectation[];
  /**
   * Maps `secrets restore#1` to the argument at that position; `*` instead of the number covers all
   * positions.
   */
  readonly arguments: readonly Expectation[];
}

interface Place {
  readonly path: string;
  readonly commands: readonly string[];
  readonly options: readonly string[];
}

interface Expectation {
  readonly at: string;
  /** `@secret` is a name to look up, `/` a file, `=a b` a list of words, and `?` anything. */
  readonly expects: string;
  /** Whether several values may follow. */
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

/** A position in the command line, and everything that can follow it. */
export interface CommandNode {
  /** The words that lead here, such as `secrets list`; empty for the program itself. */
  readonly path: string;
  readonly description: string;
  readonly commands: readonly CommandNode[];
  readonly options: readonly OptionNode[];
  readonly arguments: readonly Values[];
}

interface OptionNode {
  readonly flag: string;
  readonly description: string;
  /** Undefined for a switch, which takes no value. */
  readonly values?: Values;
}

/** The valid input at a position: fixed words, names to look up, files, or anything. */
export interface Values {
  readonly choices?: readonly string[];
  readonly ask?: ValueKind;
  readonly files?: true;
  /** Whether several values may follow. */
  readonly many?: true;
}

/** The command tree as a shell needs it, without hidden commands. */
export function commandTree(program: Command): CommandNode {
  return nodeOf(program, []);
}

/** The node and all its descendants. */
function allNodes(node: CommandNode): readonly CommandNode[] {
  return [node, ...node.commands.flatMap(allNodes)];
}

function nodeOf(command: Command, path: readonly string[]): CommandNode {
  const help = command.createHelp();
  return {
    path: path.join(' '),
    description: command.description(),
    commands: help
      .visibleCommands(command)
      .filter((one) => one.name() !== 'help')
      .map((one) => nodeOf(one, [...path, one.name()])),
    options: help.visibleOptions(command).map(optionNode),
    arguments: command.registeredArguments.map(argumentValues),
  };
}

function optionNode(option: Option): OptionNode {
  const flag = option.long ?? option.short ?? option.flags;
  const takesValue = option.required || option.optional;
  return { flag, description: option.description, ...(takesValue && { values: valuesOf(option) }) };
}

function valuesOf({ flags, argChoices, variadic }: Option): Values {
  const placeholder = /[<[]([^>\]]*)/.exec(flags)?.[1] ?? '';
  return { ...(argChoices ? { choices: argChoices } : named(placeholder)), ...(variadic && { many: true }) };
}

function argumentValues(argument: Argument): Values {
  const { argChoices, variadic } = argument;
  const values = argChoices ? { choices: argChoices } : named(argument.name());
  return { ...values, ...(variadic && { many: true }) };
}

/** A placeholder's name identifies its purpose. */
function named(placeholder: string): Values {
  const name = placeholder.replace(/\.\.\.$/, '');
  if (['file', 'dir', 'paths'].includes(name)) return { files: true };
  const ask = valueKindOf(name);
  return ask === undefined ? {} : { ask };
}

/**
 * The tables as `case` statements for bash and zsh. The words come from this program and need no further
 * quoting.
 */
export function shellCases(tables: Tables): {
  readonly places: string;
  readonly options: string;
  readonly arguments: string;
} {
  return {
    places: tables.places
      .map(
        ({ path, commands, options }) =>
          `    '${path}') commands='${commands.join(' ')}' options='${options.join(' ')}' ;;`,
      )
      .join('\n'),
    options: tables.options
      .map(({ at, expects, many }) => `      '${at}') expects='${expects}' many=${many ? '1' : ''} ;;`)
      .join('\n'),
    arguments: tables.arguments
      .map(
        ({ at, expects }) =>
          `      ${at.endsWith('*') ? `'${at.slice(0, -1)}'*` : `'${at}'`}) expects='${expects}' ;;`,
      )
      .join('\n'),
  };
}

/** The list of commands, so that a script can distinguish a command from an argument. */
export function shellPaths({ places }: Tables): string {
  return places
    .filter(({ path }) => path !== '')
    .map(({ path }) => `'${path}'`)
    .join('|');
}
