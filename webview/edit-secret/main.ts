import { registerElements } from '../common/elements.ts';
import { connectHost } from '../common/host.ts';
import { lifeStyles } from '../common/life-styles.ts';
import { adoptTheme } from '../common/theme.ts';
import { clearValues } from '../common/value-inputs.ts';
import { acceptToEditPanel } from './messages.ts';
import { EditPanel } from './panel.ts';

const app = document.getElementById('app');
if (app) openPanel(app);

/** Composition root of the edit panel. */
function openPanel(root: HTMLElement): void {
  registerElements();
  adoptTheme(lifeStyles);
  const host = connectHost(acceptToEditPanel, (message) => panel.receive(message));
  const panel = new EditPanel(root, host);
  window.addEventListener('pagehide', clearValues);
  host.post({ type: 'ready' });
}
