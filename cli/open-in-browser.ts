import { spawn } from 'node:child_process';

/** Opens an address of the web for the person at this machine, if it can; says nothing if not. */
export function openInBrowser(url: string, env: NodeJS.ProcessEnv, platform: NodeJS.Platform): void {
  const [program, ...args] = openerOf(env, platform);
  if (program === undefined) return;
  // No shell reads the address.
  const opener = spawn(program, [...args, url], { detached: true, stdio: 'ignore' });
  opener.on('error', () => undefined);
  opener.unref();
}

/** Without a screen, openers of Linux start browsers that take over the terminal. */
function openerOf(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): readonly string[] {
  if (platform === 'darwin') return ['open'];
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler'];
  return env['DISPLAY'] || env['WAYLAND_DISPLAY'] ? ['xdg-open'] : [];
}
