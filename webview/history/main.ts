import { lifeStyles } from '../common/life-styles.ts';
import { choiceStyles } from '../common/choice.ts';
import { openPanel } from '../common/open-panel.ts';
import { HistoryPanel } from './panel.ts';
import { historyStyles } from './styles.ts';

openPanel((root, host) => new HistoryPanel(root, host), lifeStyles, choiceStyles, historyStyles);
