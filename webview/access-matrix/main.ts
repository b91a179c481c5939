import { registerElements } from '../common/elements.ts';
import { connectHost } from '../common/host.ts';
import { adoptTheme } from '../common/theme.ts';
import { acceptToMatrixPanel } from './messages.ts';
import { MatrixPanel } from './panel.ts';
import { matrixStyles } from './styles.ts';

const app = document.getElementById('app');
if (app) openPanel(app);

/** Composition root of the access matrix. */
function openPanel(root: HTMLElement): void {
  registerElements();
  adoptTheme(matrixStyles);
  const host = connectHost(acceptToMatrixPanel, (message) => panel.receive(message));
  const panel = new MatrixPanel(root, host);
  window.addEventListener('resize', panel.gridScroll);
  host.post({ type: 'ready' });
}
