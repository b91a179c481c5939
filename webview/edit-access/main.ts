import { openPanel } from '../common/open-panel.ts';
import { AccessPanel } from './panel.ts';

openPanel((root, host) => new AccessPanel(root, host));
