import { Argument } from 'commander';
import { exitCodes } from '../host/cli-error.ts';
import type { AddCommand } from './common/command.ts';
import { bashCompletion } from './completion/bash.ts';
import { commandTree } from './completion/tables.ts';
import { fishCompletion } from './completion/fish.ts';
import { listValues, type ValueKind, valueKinds } from './completion/values.ts';
import { zshCompletion } from './completion/zsh.ts';
import type { VaultOption } from '../knowledge/vault-connection.ts';

const shells = { bash: bashCompletion, fish: fishCompletion, zsh: zshCompletion } as const;

export const addCompletion: AddCommand = (program, host, done) => {
  program
    .command('completion')
    .description('print a shell script that completes commands, options and names')
    .addArgument(new Argument('<shell>').choices(Object.keys(shells)))
    .addHelpText('after', howToUse)
    .action((shell: keyof typeof shells) => {
      host.print(shells[shell](commandTree(program)));
      done(exitCodes.clean);
    });
  addValues(program, host, done);
};

/** The completion scripts call this while a user types. It prints names, or nothing. */
const addValues: AddCommand = (program, host, done) => {
  program
    .command('__complete', { hidden: true })
    .addArgument(new Argument('<kind>').choices(valueKinds))
    .argument('[prefix]')
    .option('--vault <url>')
    .option('--key-file <file>')
    .action(async (kind: ValueKind, prefix: string | undefined, options: VaultOption) => {
      const names = await listValues(kind, prefix ?? '', options, host);
      host.print(names.map((name) => `${name}\n`).join(''));
      done(exitCodes.clean);
    });
};

const howToUse = `
In ~/.bashrc:   eval "$(agent-secrets completion bash)"
In ~/.zshrc:    eval "$(agent-secrets completion zsh)"   (after compinit)
For fish:       agent-secrets completion fish > ~/.config/fish/completions/agent-secrets.fish`;
