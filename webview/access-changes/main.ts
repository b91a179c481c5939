import { openPanel } from '../common/open-panel.ts';
import { ChangesPanel } from './panel.ts';
import { changesStyles } from './styles.ts';

openPanel((root, host) => new ChangesPanel(root, host), changesStyles);
