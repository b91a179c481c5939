import { type CommandNode, shellCases, shellPaths, tablesOf } from './tables.ts';

/** A script for bash 4.3 or newer. Names come from the vault and are never run as code. */
export function bashCompletion(program: CommandNode): string {
  const tables = tablesOf(program);
  const cases = shellCases(tables);
  return `# Completion of agent-secrets for bash: eval "$(agent-secrets completion bash)"
_agent_secrets() {
  local line="\${COMP_LINE:0:COMP_POINT}" path='' place=0 expects='' many='' option='' word i
  local commands='' options='' cur prefix
  local -a words=() given=() found=()
  COMPREPLY=()
  # Bash also splits at colons: join what is not separated by a space.
  for ((i = 0; i <= COMP_CWORD; i++)); do
    word="\${COMP_WORDS[i]}"
    if ((i == 0)) || [[ $line == [[:space:]]* ]]; then words+=("$word"); else words[-1]+="$word"; fi
    line="\${line#"\${line%%[![:space:]]*}"}"
    line="\${line#"$word"}"
  done
  cur="\${words[-1]}"
  for ((i = 1; i < \${#words[@]} - 1; i++)); do
    word="\${words[i]}"
    if [[ $word == -* ]]; then
      option="$word" expects='' many=''
      case "$path:$word" in
${cases.options}
      esac
    elif [[ -n $expects ]]; then
      case "$option" in --vault | --key-file) given+=("$option" "$word") ;; esac
      [[ -n $many ]] || expects=''
    else
      case "\${path:+$path }$word" in
        ${shellPaths(tables)}) path="\${path:+$path }$word" ;;
        *) place=$((place + 1)) ;;
      esac
    fi
  done
  case "$path" in
${cases.places}
  esac
  if [[ $cur == -* ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$options" -- "$cur")
    return
  fi
  if [[ -z $expects ]]; then
    if [[ -n $commands ]]; then
      mapfile -t COMPREPLY < <(compgen -W "$commands" -- "$cur")
      return
    fi
    case "$path#$place" in
${cases.arguments}
    esac
  fi
  prefix="\${cur//\\\\/}"
  [[ $cur != [\\"\\']* ]] || prefix="\${cur:1}"
  case "$expects" in
    '='*) mapfile -t COMPREPLY < <(compgen -W "\${expects#=}" -- "$cur") ;;
    /) compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -f -- "$cur") ;;
    '@'*)
      mapfile -t found < <(agent-secrets __complete "\${given[@]}" -- "\${expects#@}" "$prefix" 2>/dev/null)
      for word in "\${found[@]}"; do
        # Within quotes, bash would expand such a name.
        [[ $cur != [\\"\\']* || $word != *[\\"\\'\\$\\\`\\\\!]* ]] || continue
        [[ $cur == [\\"\\']* ]] || printf -v word '%q' "$word"
        # In a word with colons, bash only replaces the text after the last one.
        [[ $cur != *:* || $COMP_WORDBREAKS != *:* ]] || word="\${word#"\${cur%"\${cur##*:}"}"}"
        COMPREPLY+=("$word")
      done
      ;;
  esac
}
complete -F _agent_secrets agent-secrets
`;
}
