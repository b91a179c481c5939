import { choiceStyles } from '../common/choice.ts';
import { eventStyles } from '../common/event-table.ts';
import { lifeStyles } from '../common/life-styles.ts';
import { openPanel } from '../common/open-panel.ts';
import { AuditPanel } from './panel.ts';
import { auditStyles } from './styles.ts';

openPanel((root, host) => new AuditPanel(root, host), lifeStyles, choiceStyles, eventStyles, auditStyles);
