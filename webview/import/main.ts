import { chipStyles } from '../common/chips.ts';
import { openPanel } from '../common/open-panel.ts';
import { ImportPanel } from './panel.ts';
import { importStyles } from './styles.ts';

openPanel((root, host) => new ImportPanel(root, host), chipStyles, importStyles);
