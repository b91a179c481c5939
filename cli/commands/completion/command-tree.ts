import type { Argument, Command, Option } from 'commander';
import { type ValueKind, valueKindOf } from './values.ts';

/** A position in the command line, with everything that can follow. */
export interface CommandNode {
  /** Words that lead here: `secrets list`; empty for the program itself. */
  readonly path: string;
  readonly description: string;
  readonly commands: readonly CommandNode[];
  readonly options: readonly OptionNode[];
  readonly arguments: readonly Values[];
}

export interface OptionNode {
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
export function allNodes(node: CommandNode): readonly CommandNode[] {
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
