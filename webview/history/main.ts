import type { ToHistoryPanel } from '../../contracts/history-messages.ts';
import { registerElements } from '../common/elements.ts';
import { connectHost } from '../common/host.ts';
import { lifeStyles } from '../common/life-styles.ts';
import { adoptTheme } from '../common/theme.ts';
import { tellTime } from '../common/until-text.ts';
import { HistoryPanel } from './panel.ts';

const app = document.getElementById('app');
if (app) openPanel(app);

/** Composition root of the history panel. */
function openPanel(root: HTMLElement): void {
  registerElements();
  adoptTheme(lifeStyles);
  const host = connectHost(({ data }: MessageEvent<ToHistoryPanel>) => panel.receive(data));
  const panel = new HistoryPanel(root, host, tellTime);
  host.post({ type: 'ready' });
}
