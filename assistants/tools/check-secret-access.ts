import type { RunTool } from '../host/assistant-host.ts';
import { lookAlike } from './look-alike.ts';
import { catalogOf, namedAgent } from './named-agent.ts';

export const checkSecretAccess: RunTool<'check_secret_access'> = async ({ agent: given, names }, host) => {
  const agent = await namedAgent(given, host);
  const { complete, secrets } = await catalogOf(agent, host);
  const byName = new Map(secrets.map((secret) => [secret.name, secret]));
  const known = [...byName.keys()];
  return {
    agent,
    names: await Promise.all(
      names.map(async (name) => {
        const secret = byName.get(name);
        if (!secret) {
          const verdict = complete ? ('nonexistent' as const) : ('unknown' as const);
          const nearest = [...(await host.nearest(name, known))];
          return { name, verdict, nearest, ...warningFor(name, known) };
        }
        const { access, deprecated } = secret;
        return {
          name,
          verdict: access,
          nearest: [],
          ...(deprecated && { deprecated: replacedBy(deprecated) }),
          ...warningFor(name, known),
        };
      }),
    ),
  };
};

/** Without the note, which other people wrote. */
function replacedBy({ replacement }: { readonly replacement?: string | undefined }) {
  return replacement === undefined ? {} : { replacement };
}

function warningFor(name: string, known: readonly string[]) {
  const other = lookAlike(name, known);
  if (other === undefined) return {};
  const [one, two] = [name, other].map((text) => `"${withCodes(text)}"`);
  return { warning: `${one ?? ''} looks like ${two ?? ''}, but it is a different name.` };
}

/** Shows which characters are not ASCII. */
function withCodes(text: string): string {
  return text.replaceAll(/[^ -~]/gu, codeOf);
}

function codeOf(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
