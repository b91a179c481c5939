import { spawn } from 'node:child_process';

/** Opens a URL in the browser of this machine if possible; fails silently. */
export function openInBrowser(url: string, env: NodeJS.ProcessEnv, platform: NodeJS.Platform): void {
  const [program, ...args] = openerOf(env, platform);
  if (program === undefined) return;
  // The URL is not passed through a shell.
  const opener = spawn(program, [...args, url], { detached: true, stdio: 'ignore' });
  opener.on('error', () => undefined);
  opener.unref();
}

/** Without a display, Linux openers start browsers that take over the terminal. */
function openerOf(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): readonly string[] {
  if (platform === 'darwin') return ['open'];
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler'];
  return env['DISPLAY'] || env['WAYLAND_DISPLAY'] ? ['xdg-open'] : [];
}
