import { registerElements } from '../common/elements.ts';
import { connectHost } from '../common/host.ts';
import { lifeStyles } from '../common/life-styles.ts';
import { adoptTheme } from '../common/theme.ts';
import { acceptToHistoryPanel } from './messages.ts';
import { HistoryPanel } from './panel.ts';

const app = document.getElementById('app');
if (app) openPanel(app);

/** Composition root of the history panel. */
function openPanel(root: HTMLElement): void {
  registerElements();
  adoptTheme(lifeStyles);
  const host = connectHost(acceptToHistoryPanel, (message) => panel.receive(message));
  const panel = new HistoryPanel(root, host, timeTeller(document.documentElement.lang));
  host.post({ type: 'ready' });
}

function timeTeller(language: string): (iso: string) => string {
  const format = new Intl.DateTimeFormat(language || 'en', { dateStyle: 'medium', timeStyle: 'short' });
  return (iso) => (Number.isNaN(Date.parse(iso)) ? '' : format.format(new Date(iso)));
}
