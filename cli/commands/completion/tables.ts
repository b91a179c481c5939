import type { Argument, Command, Option } from 'commander';
import { type ValueKind, valueKindOf } from './values.ts';

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

/** A position in the command line, with everything that can follow. */
export interface CommandNode {
  /** Words that lead here: `secrets list`; empty for the program itself. */
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
  /** More than one may follow. */
  readonly many?: true;
}

/** The commands of a program as a shell needs them; hidden ones are omitted. */
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

/** The name of a placeholder identifies its purpose. */
function named(placeholder: string): Values {
  const name = placeholder.replace(/\.\.\.$/, '');
  if (['file', 'dir', 'paths'].includes(name)) return { files: true };
  const ask = valueKindOf(name);
  return ask === undefined ? {} : { ask };
}

/** The tables as `case` statements, which bash and zsh read alike. Our own words need no further quoting. */
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
