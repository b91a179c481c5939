import type { ToEditPanel } from '../../contracts/edit-secret-messages.ts';
import { registerElements } from '../common/elements.ts';
import { connectHost } from '../common/host.ts';
import { lifeStyles } from '../common/life-styles.ts';
import { adoptTheme } from '../common/theme.ts';
import { clearValues } from '../common/value-inputs.ts';
import { EditPanel } from './panel.ts';

const app = document.getElementById('app');
if (app) openPanel(app);

/** Composition root of the edit panel. */
function openPanel(root: HTMLElement): void {
  registerElements();
  adoptTheme(lifeStyles);
  const host = connectHost(({ data }: MessageEvent<ToEditPanel>) => panel.receive(data));
  const panel = new EditPanel(root, host);
  window.addEventListener('pagehide', clearValues);
  host.post({ type: 'ready' });
}
