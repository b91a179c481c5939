import { chipStyles } from '../common/chips.ts';
import { openPanel } from '../common/open-panel.ts';
import { PeoplePanel } from './panel.ts';
import { peopleStyles } from './styles.ts';

openPanel((root, host) => new PeoplePanel(root, host), chipStyles, peopleStyles);
