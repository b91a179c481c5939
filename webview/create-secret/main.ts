import type { ToCreatePanel } from '../../contracts/create-secret-messages.ts';
import { registerElements } from '../common/elements.ts';
import { connectHost } from '../common/host.ts';
import { lifeStyles } from '../common/life-styles.ts';
import { adoptTheme } from '../common/theme.ts';
import { CreatePanel } from './panel.ts';
import { clearValues } from '../common/value-inputs.ts';

const app = document.getElementById('app');
if (app) openPanel(app);

/** Composition root of the create panel. */
function openPanel(root: HTMLElement): void {
  registerElements();
  adoptTheme(lifeStyles);
  const host = connectHost(({ data }: MessageEvent<ToCreatePanel>) => panel.receive(data));
  const panel = new CreatePanel(root, host);
  window.addEventListener('pagehide', clearValues);
  host.post({ type: 'ready' });
}
