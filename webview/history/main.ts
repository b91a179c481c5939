import { lifeStyles } from '../common/life-styles.ts';
import { choiceStyles } from '../common/choice.ts';
import { openPanel } from '../common/open-panel.ts';
import { eventStyles } from '../common/event-table.ts';
import { HistoryPanel } from './panel.ts';

openPanel((root, host) => new HistoryPanel(root, host), lifeStyles, choiceStyles, eventStyles);
