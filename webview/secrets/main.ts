import { chipStyles } from '../common/chips.ts';
import { choiceStyles } from '../common/choice.ts';
import { openPanel } from '../common/open-panel.ts';
import { SecretsPanel } from './panel.ts';
import { secretsStyles } from './styles.ts';

openPanel((root, host) => new SecretsPanel(root, host), chipStyles, choiceStyles, secretsStyles);
