import { ruleDocumentation } from '../../analysis/rules/documentation.ts';
import { rules } from '../../analysis/rules/index.ts';

/** @typedef {import('../../analysis/rules/rule.ts').Rule} Rule */

/** @returns {ReadonlyMap<string, string>} Markdown by path: a page for each rule, and a list of the pages. */
export function rulePages() {
  const sorted = rules.toSorted((one, other) => (one.id < other.id ? -1 : 1));
  const pages = new Map(sorted.map((rule) => [`docs/rules/${rule.id}.md`, pageOf(rule)]));
  return pages.set('docs/rules/README.md', listOf(sorted));
}

/** @param {Rule} rule */
function pageOf({ id, severity, summary }) {
  const { why, bad, good, silent } = ruleDocumentation[id];
  return `# ${id}

${summary} Reported as **${severity}** by default.

## Why

${why}

## Incorrect

\`\`\`python
${bad}
\`\`\`

## Correct

\`\`\`python
${good}
\`\`\`

## When it stays silent

${silent}

## Suppress

Add a comment at the end of the line or on the line above, with a reason:

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

Rules never guess: when you are signed out or offline, when a name is computed at run time, or when the catalog is
incomplete, they report nothing. The editor and \`agent-secrets check\` report the same findings.

| rule | severity | reports |
| --- | --- | --- |
${rows.join('\n')}

## Severity

A rule is \`off\`, or reports as \`hint\`, \`information\`, \`warning\` or \`error\`. The nearest
\`.agent-secrets.json\` above a source file takes precedence, then the editor setting \`agentSecrets.rules\`,
then the default in the table above.

\`\`\`json
{
  "$schema": "https://raw.githubusercontent.com/agent-secrets/agent-secrets/main/schemas/agent-secrets.schema.json",
  "rules": { "secret-deprecated": "warning", "env-secret-missing": "off" },
  "ignore": ["tests/**", "**/fixtures/*.py"],
  "readers": ["my_utils.read_secret"],
  "sinks": [{ "function": "acme.audit.write", "kind": "log" }],
  "sanitizers": ["helpers.mask"],
  "environment": ["CRM_TOKEN"]
}
\`\`\`

- \`ignore\`: files without findings, relative to this file. \`*\` and \`?\` match within a folder, \`**\` across
  folders; a trailing \`/\` matches everything below a folder.
- \`readers\`, \`sinks\`, \`sanitizers\`: [your own functions](#functions-of-your-own), for the files below this
  folder.
- \`environment\`: variables that are set where the code runs, in addition to the environment secrets of the vault.

Invalid entries are reported with their line and ignored.

## Functions of your own

| setting | functions that | example |
| --- | --- | --- |
| \`readers\` | take a secret's name as their first argument and return its value | \`"my_utils.read_secret"\` |
| \`sinks\` | show their arguments: in a \`log\`, in the \`state\` of a conversation, or to the \`model\` | \`{ "function": "acme.audit.write", "kind": "log" }\` |
| \`sanitizers\` | return a result that reveals nothing about their arguments | \`"helpers.mask"\` |

These settings apply to Python, JavaScript and TypeScript. Name a function by the end of its path: the module or file that
defines it, and its name. For JavaScript, write the file without its extension, as in \`lib/mask.hide\`. \`Audit.note\` is
a method of a class, and \`hide\` alone matches any function with this name. For a package, use the path in the import:
\`acme.audit.write\` for \`from acme.audit import write\`, and \`@acme/audit.write\` for
\`import { write } from '@acme/audit'\`. The entry takes precedence over the code of the function and over the built-in
tables.

Readers from the editor setting \`agentSecrets.functions\` apply everywhere. \`functions\` is another name for \`readers\`.
\`agent-secrets explain\` and **Why Is Nothing Reported Here?** name the entry that applied.

## Comments

A comment on a line of its own applies to the whole statement or argument that begins on the next line. For a
function, class or branch it applies to the head with its decorators, not to the body. After code, it applies to its
line and to the code that begins or ends there, not to the rest of a longer statement. Always add a reason for the next
reader.

\`\`\`python
key = conv.utils.get_secret("made_later")  # agent-secrets: ignore[secret-not-found] created at deployment

# agent-secrets: ignore[secret-not-found, secret-deprecated] until the move is done
key = conv.utils.get_secret(
    "old_key",
)
\`\`\`

\`# agent-secrets: ignore-file[secret-not-found] reason\` applies to the whole file and must be at the top, above any code.
Without brackets, it applies to all rules. In JavaScript and TypeScript, use \`//\` or \`/* */\`, and \`{/* */}\` in JSX. JSON has no comments, so
use the project file instead. A comment that suppresses nothing is itself reported, by
[\`suppression-unused\`](suppression-unused.md).

## Command line

\`agent-secrets check\` exits with 1 if there are warnings or errors; \`--fail-on information\` lowers that threshold.
Agents without a catalog are listed in a note, in \`unchecked\` of \`--format json\` and as
notifications in SARIF. If no agent has a catalog and there are no other findings, the exit code is 2.
\`--format sarif\` writes SARIF 2.1.0 for code scanning services, with these pages as help.
`;
}
