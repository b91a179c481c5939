import { choiceStyles } from '../common/choice.ts';
import { openPanel } from '../common/open-panel.ts';
import { EnvironmentsPanel } from './panel.ts';
import { environmentsStyles } from './styles.ts';

openPanel((root, host) => new EnvironmentsPanel(root, host), choiceStyles, environmentsStyles);
