import { lifeStyles } from '../common/life-styles.ts';
import { openPanel } from '../common/open-panel.ts';
import { EditPanel } from './panel.ts';

openPanel((root, host) => new EditPanel(root, host), lifeStyles);
