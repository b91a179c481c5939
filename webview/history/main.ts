import { lifeStyles } from '../common/life-styles.ts';
import { openPanel } from '../common/open-panel.ts';
import { HistoryPanel } from './panel.ts';

openPanel((root, host) => new HistoryPanel(root, host), lifeStyles);
