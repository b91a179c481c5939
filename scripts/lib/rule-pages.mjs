import { ruleDocumentation } from '../../analysis/rules/documentation.ts';
import { rules } from '../../analysis/rules/index.ts';

/** @typedef {import('../../analysis/rules/rule.ts').Rule} Rule */

/** @returns {ReadonlyMap<string, string>} Markdown by path: one page for each rule, and their list. */
export function rulePages() {
  const sorted = rules.toSorted((one, other) => (one.id < other.id ? -1 : 1));
  const pages = new Map(sorted.map((rule) => [`docs/rules/${rule.id}.md`, pageOf(rule)]));
  return pages.set('docs/rules/README.md', listOf(sorted));
}

/** @param {Rule} rule */
function pageOf({ id, severity, summary }) {
  const { why, bad, good, silent } = ruleDocumentation[id];
  return `# ${id}

${summary} Reported as **${severity}** unless somebody chose otherwise.

## Why

${why}

## Reported

\`\`\`python
${bad}
\`\`\`

## Mended

\`\`\`python
${good}
\`\`\`

## Not reported

${silent}

## Silence it

At the end of the line or on the line above, with the reason:

\`\`\`python
# agent-secrets: ignore[${id}] reason
\`\`\`

For a project, in \`.agent-secrets.json\`: \`{ "rules": { "${id}": "off" } }\`. See [all rules](README.md).
`;
}

/** @param {readonly Rule[]} sorted */
function listOf(sorted) {
  const rows = sorted.map(
    ({ id, severity, summary }) => `| [\`${id}\`](${id}.md) | ${severity} | ${summary} |`,
  );
  return `# Rules

What is not known is never reported: signed out, offline, a name that is chosen at run time, an incomplete
catalog all mean silence. The editor and \`agent-secrets check\` say the same.

| rule | severity | reports |
| --- | --- | --- |
${rows.join('\n')}

## Severity

A rule is \`off\`, or speaks as \`hint\`, \`information\`, \`warning\` or \`error\`. The file
\`.agent-secrets.json\` nearest above a source file decides, then the setting \`agentSecrets.rules\` of the
editor, then the table above.

\`\`\`json
{
  "$schema": "https://raw.githubusercontent.com/agent-secrets/agent-secrets/main/schemas/agent-secrets.schema.json",
  "rules": { "secret-deprecated": "warning", "env-secret-missing": "off" },
  "ignore": ["tests/**", "**/fixtures/*.py"],
  "functions": ["my_utils.read_secret"],
  "environment": ["CRM_TOKEN"]
}
\`\`\`

- \`ignore\`: files without findings, relative to this file. \`*\` and \`?\` match within a folder, \`**\` across
  folders, a \`/\` at the end all that is below.
- \`functions\`: further functions that take a secret's name as their first argument, for the files that this one is nearest to; the
  editor's own functions are known everywhere.
- \`environment\`: variables that are set where the code runs, beside the environment secrets of the vault.

What is wrong in the file is named with its line, and left out.

## Comments

A comment on a line of its own silences rules in the statement or argument that begins on the next line, over all
its lines; of a function, class or branch that is the head with its decorators, not what stands inside. After code,
it silences rules on its line and in the code that begins or ends there, not in the rest of a longer statement. Give
the reason: the next reader will ask.

\`\`\`python
key = conv.utils.get_secret("made_later")  # agent-secrets: ignore[secret-not-found] created at deployment

# agent-secrets: ignore[secret-not-found, secret-deprecated] until the move is done
key = conv.utils.get_secret(
    "old_key",
)
\`\`\`

\`# agent-secrets: ignore-file[secret-not-found] reason\` counts for the file and stands at its top, above any code.
Without brackets all rules are silent. JavaScript and TypeScript take \`//\` and \`/* */\`, markup \`{/* */}\`; JSON has no comments, so
there the project file is the place. A comment that silences nothing is reported itself, by
[\`suppression-unused\`](suppression-unused.md).

## Command line

\`agent-secrets check\` fails on warnings and errors; \`--fail-on information\` and the like move that line.
It then exits with 1. Agents of which nothing is known are named in a note, in the \`unchecked\` of \`--format json\` and as
notifications in SARIF; when nothing is known of any agent, and the code alone shows nothing, the exit code is 2.
\`--format sarif\` writes SARIF 2.1.0 for code scanning services, with these pages as help.
`;
}
