import { type CommandNode, type Tables, tablesOf } from './tables.ts';

/** A script for fish 3 or newer. Names come from the vault and are never run as code. */
export function fishCompletion(program: CommandNode): string {
  const tables = tablesOf(program);
  return `# Completion of agent-secrets for fish
function __agent_secrets
    set -l path
    set -l place 0
    set -l expects
    set -l many
    set -l option
    set -l given
    set -l cur (commandline -ct)
    for word in (commandline -opc)[2..-1]
        if string match -q -- '-*' $word
            set option $word
            set expects
            set many
            switch "$path:$word"
${optionCases(tables)}
            end
        else if test -n "$expects"
            contains -- $option --vault --key-file; and set -a given $option $word
            test -n "$many"; or set expects
        else
            switch (string trim "$path $word")
                case ${tables.places.map(({ path }) => `'${path}'`).join(' ')}
                    set path (string trim "$path $word")
                case '*'
                    set place (math $place + 1)
            end
        end
    end
    set -l commands
    set -l options
    switch "$path"
${placeCases(tables)}
    end
    if string match -q -- '-*' $cur
        string split -n ' ' -- $options
        return
    end
    if test -z "$expects"
        if test -n "$commands"
            string split -n ' ' -- $commands
            return
        end
        switch "$path#$place"
${argumentCases(tables)}
        end
    end
    switch "$expects"
        case '=*'
            string split -n ' ' -- (string sub -s 2 -- $expects)
        case /
            __fish_complete_path $cur
        case '@*'
            agent-secrets __complete $given -- (string sub -s 2 -- $expects) (string unescape -- "$cur") 2>/dev/null
    end
end
complete -c agent-secrets -f -a '(__agent_secrets)'
`;
}

function optionCases({ options }: Tables): string {
  return options
    .map(({ at, expects, many }) => {
      const also = many ? '; set many 1' : '';
      return `                case '${at}'\n                    set expects '${expects}'${also}`;
    })
    .join('\n');
}

function placeCases({ places }: Tables): string {
  return places
    .map(
      ({ path, commands, options }) =>
        `        case '${path}'\n            set commands '${commands.join(' ')}'; set options '${options.join(' ')}'`,
    )
    .join('\n');
}

/** A `*` in a fish `case` matches anything, as it does in the tables. */
function argumentCases({ arguments: all }: Tables): string {
  return all
    .map(({ at, expects }) => `            case '${at}'\n                set expects '${expects}'`)
    .join('\n');
}
