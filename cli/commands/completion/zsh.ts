import { type CommandNode, shellCases, shellPaths, tablesOf } from './tables.ts';

/** A script for zsh. Names come from the vault and are never run as code. */
export function zshCompletion(program: CommandNode): string {
  const tables = tablesOf(program);
  const cases = shellCases(tables);
  return `#compdef agent-secrets
# Completion of agent-secrets for zsh: eval "$(agent-secrets completion zsh)" after compinit
_agent_secrets() {
  local cur="\${(Q)words[CURRENT]}" path_='' place=0 expects='' many='' option='' word commands_='' options_='' i
  local -a given=() found=()
  for ((i = 2; i < CURRENT; i++)); do
    word="\${(Q)words[i]}"
    if [[ $word == -* ]]; then
      option="$word" expects='' many=''
      case "$path_:$word" in
${cases.options}
      esac
    elif [[ -n $expects ]]; then
      case "$option" in --vault|--key-file) given+=("$option" "$word") ;; esac
      [[ -n $many ]] || expects=''
    else
      case "\${path_:+$path_ }$word" in
        ${shellPaths(tables)}) path_="\${path_:+$path_ }$word" ;;
        *) place=$((place + 1)) ;;
      esac
    fi
  done
  case "$path_" in
${cases.places.replaceAll(" commands='", " commands_='").replaceAll(" options='", " options_='")}
  esac
  if [[ $cur == -* ]]; then
    compadd -- \${(s: :)options_}
    return
  fi
  if [[ -z $expects ]]; then
    if [[ -n $commands_ ]]; then
      compadd -- \${(s: :)commands_}
      return
    fi
    case "$path_#$place" in
${cases.arguments}
    esac
  fi
  case "$expects" in
    '='*) compadd -- \${(s: :)expects#=} ;;
    /) _files ;;
    '@'*)
      found=("\${(@f)$(agent-secrets __complete "\${given[@]}" -- "\${expects#@}" "$cur" 2>/dev/null)}")
      compadd -- "\${(@)found:#}"
      ;;
  esac
}
(( $+functions[compdef] )) && compdef _agent_secrets agent-secrets
`;
}
