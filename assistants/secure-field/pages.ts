import { createHash } from 'node:crypto';
import { visible } from '../../contracts/visible-text.ts';

/** Everything that the form shows. All strings may be untrusted, and are escaped. */
export interface FieldText {
  /** The vault's URL. */
  readonly vault: string;
  /** The signed-in user, who will own the environment secret. */
  readonly person: string;
  /** The name of the environment secret. */
  readonly name: string;
  /** The assistant's words. */
  readonly purpose: string;
  /** Whether a stored value would be replaced. */
  readonly replaces: boolean;
  readonly code: string;
  readonly csrf: string;
  /** Why the last attempt failed. */
  readonly problem?: string;
}

const style = `
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 36rem; margin: 2rem auto; padding: 0 1rem; }
dt { font-weight: 600; margin-top: .75rem; } dd { margin: 0; overflow-wrap: anywhere; }
blockquote { margin: 0; padding-inline-start: .75rem; border-inline-start: 3px solid; }
textarea { width: 100%; box-sizing: border-box; font: inherit; padding: .5rem; -webkit-text-security: disc; }
button { font: inherit; padding: .4rem 1rem; margin-inline-end: .5rem; }
.problem { border: 1px solid; padding: .5rem; font-weight: 600; }
`;

/** The form needs no script. Only its own style and its own target are allowed. */
const policy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ');

export const pageHeaders: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': policy,
  // The origin is needed: with no-referrer, browsers send forms with the origin null.
  'referrer-policy': 'same-origin',
  'cache-control': 'no-store',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

export function fieldPage(text: FieldText): string {
  const { vault, person, name, purpose, replaces, code, csrf, problem } = text;
  const rows = [
    ['Environment secret', `<strong>${escaped(name)}</strong>`],
    ['Reason given by the assistant', `<blockquote dir="auto">${escaped(purpose)}</blockquote>`],
    ['Stored for', escaped(person)],
    ['In the vault', escaped(vault)],
    ['Code', `${escaped(code)} – the assistant shows the same code.`],
  ] as const;
  return page(
    'Type a value',
    `<p>An assistant asks you for a value. It is stored in the vault, and the assistant never sees it.</p>
<dl>
${rows.map(([term, detail]) => `<dt>${term}</dt><dd>${detail}</dd>`).join('\n')}
</dl>
${problem === undefined ? '' : `<p class="problem" id="problem" role="alert">${escaped(problem)}</p>`}
<form method="post" autocomplete="off">
<input type="hidden" name="csrf" value="${csrf}">
<p><label for="value">Value</label><br>
<textarea id="value" name="value" rows="3" spellcheck="false" autocapitalize="off" autocomplete="off" autofocus${problem === undefined ? '' : ' aria-invalid="true" aria-describedby="problem"'}></textarea></p>
${replaces ? '<p><label><input type="checkbox" name="replace" value="yes"> Replace the value that is stored now</label></p>' : ''}
<p><button name="answer" value="save">Save</button><button name="answer" value="decline">Decline</button></p>
</form>`,
  );
}

export function finalPage(title: string, text: string): string {
  return page(title, `<p>${escaped(text)}</p>`);
}

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(title)} – Agent Secrets</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${escaped(title)}</h1>
${body}
</main>
</body>
</html>
`;
}

function escaped(text: string): string {
  return visible(text.replaceAll(/\s+/gu, ' ')).replaceAll(
    /[&<>"']/g,
    (character) => `&#${String(character.codePointAt(0))};`,
  );
}
