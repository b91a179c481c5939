import { chipStyles } from '../common/chips.ts';
import { openPanel } from '../common/open-panel.ts';
import { SecretPanel } from './panel.ts';
import { secretStyles } from './styles.ts';

openPanel((root, host) => new SecretPanel(root, host), chipStyles, secretStyles);
