import type { ToMatrixPanel } from '../../contracts/matrix-messages.ts';
import { registerElements } from '../common/elements.ts';
import { connectHost } from '../common/host.ts';
import { adoptTheme } from '../common/theme.ts';
import { MatrixPanel } from './panel.ts';
import { matrixStyles } from './styles.ts';

const app = document.getElementById('app');
if (app) openPanel(app);

/** Composition root of the access matrix. */
function openPanel(root: HTMLElement): void {
  registerElements();
  adoptTheme(matrixStyles);
  const host = connectHost(({ data }: MessageEvent<ToMatrixPanel>) => panel.receive(data));
  const panel = new MatrixPanel(root, host);
  window.addEventListener('resize', panel.gridScroll);
  host.post({ type: 'ready' });
}
