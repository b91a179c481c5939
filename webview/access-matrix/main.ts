import { choiceStyles } from '../common/choice.ts';
import { openPanel } from '../common/open-panel.ts';
import { MatrixPanel } from './panel.ts';
import { matrixStyles } from './styles.ts';

openPanel(
  (root, host) => {
    const panel = new MatrixPanel(root, host);
    window.addEventListener('resize', panel.gridScroll);
    return panel;
  },
  choiceStyles,
  matrixStyles,
);
