import { lifeStyles } from '../common/life-styles.ts';
import { openPanel } from '../common/open-panel.ts';
import { RotatePanel } from './panel.ts';

openPanel((root, host) => new RotatePanel(root, host), lifeStyles);
