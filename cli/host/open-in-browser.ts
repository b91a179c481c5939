import { spawn } from 'node:child_process';

/** Opens a URL in this machine's browser. Returns false without a display; other failures are ignored. */
export function openInBrowser(url: string, env: NodeJS.ProcessEnv, platform: NodeJS.Platform): boolean {
  const [program, ...args] = openerOf(env, platform);
  if (program === undefined) return false;
  // The URL does not pass through a shell, and the browser gets no key.
  const opener = spawn(program, [...args, url], { detached: true, stdio: 'ignore', env: withoutKeys(env) });
  opener.on('error', () => undefined);
  opener.unref();
  return true;
}

function withoutKeys(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('AGENT_SECRETS_')));
}

/** On Linux without a display, openers start a browser that takes over the terminal, so none is used. */
function openerOf(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): readonly string[] {
  if (platform === 'darwin') return ['open'];
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler'];
  return env['DISPLAY'] || env['WAYLAND_DISPLAY'] ? ['xdg-open'] : [];
}
