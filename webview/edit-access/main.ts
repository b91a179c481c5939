import type { ToAccessPanel } from '../../contracts/access-messages.ts';
import { registerElements } from '../common/elements.ts';
import { connectHost } from '../common/host.ts';
import { adoptTheme } from '../common/theme.ts';
import { AccessPanel } from './panel.ts';

const app = document.getElementById('app');
if (app) openPanel(app);

/** Composition root of the access panel. */
function openPanel(root: HTMLElement): void {
  registerElements();
  adoptTheme();
  const host = connectHost(({ data }: MessageEvent<ToAccessPanel>) => panel.receive(data));
  const panel = new AccessPanel(root, host);
  host.post({ type: 'ready' });
}
