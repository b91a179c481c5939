import { lifeStyles } from '../common/life-styles.ts';
import { openPanel } from '../common/open-panel.ts';
import { CreatePanel } from './panel.ts';

openPanel((root, host) => new CreatePanel(root, host), lifeStyles);
