import type { FromCreatePanel } from '../../contracts/webview-messages.ts';
import { registerElements } from '../common/elements.ts';
import { connectHost } from '../common/host.ts';
import { adoptTheme } from '../common/theme.ts';
import { acceptToCreatePanel } from './messages.ts';
import { CreatePanel } from './panel.ts';
import { clearValues } from './value-inputs.ts';

const app = document.getElementById('app');
if (app) openPanel(app);

/** Composition root of the create panel. */
function openPanel(root: HTMLElement): void {
  registerElements();
  adoptTheme();
  const post: (message: FromCreatePanel) => void = connectHost(acceptToCreatePanel, (message) => {
    panel.receive(message);
  });
  const panel = new CreatePanel(root, post);
  window.addEventListener('pagehide', clearValues);
  post({ type: 'ready' });
}
