import { agents } from '../../e2e/support/world.ts';
import { runGit } from '../../reviewers/example-history.ts';
import { editorPart, type Scene, type Set, wholeSidebar } from '../scene.ts';
import type { Stage } from '../stage.ts';

/** A repository of its own, because Git must not see the example workspace of the other scenes. */
const folder = 'branch';
const changed = 'hotel-booking/functions/check_in.py';

const base = {
  as: 'admin',
  folder,
  file: changed,
  prepare: writeBranch,
  tidy: (stage: Stage) => stage.remove(folder),
} as const;

/** What a branch changes, as a reviewer sees it in the editor. */
export const changesScenes: readonly Scene[] = [
  {
    ...base,
    name: 'changes',
    alt: 'The Changes group in the sidebar: the access that the branch needs, new findings, a suppression with its reason, and a secret that is no longer read',
    clip: wholeSidebar,
    sidebar: 440,
    width: 1100,
    height: 660,
    arrange: openGroup,
  },
  {
    ...base,
    name: 'changes-panel',
    alt: 'Review Access Changes: the access that the branch needs with a button to grant it, new findings, a suppression with its reason, and a secret that is no longer read',
    clip: editorPart,
    width: 1360,
    height: 1020,
    arrange: async (set) => {
      await openGroup(set);
      await set.window.runCommand('Agent Secrets: Review Access Changes');
      await set.window.panel.getByText('fraud_check_key').first().waitFor();
    },
  },
];

async function openGroup({ sidebar }: Set): Promise<void> {
  await sidebar.row('Secrets', 'Changes').first().waitFor();
  // A click on an expanded row would collapse it.
  if (!(await sidebar.text('Secrets')).includes('This branch needs'))
    await sidebar.row('Secrets', 'Changes').first().click();
  await sidebar.row('Secrets', 'Hotel Booking → fraud_check_key').waitFor();
}

/** Two commits: the state of `main`, and a branch that is checked out. */
async function writeBranch(stage: Stage): Promise<void> {
  await stage.write(
    `${folder}/hotel-booking/project.yaml`,
    `project_id: ${agents.hotel}\nproject_name: Hotel Booking\n`,
  );
  await stage.write(
    `${folder}/${changed}`,
    functionOf('check_in', [
      'weather_key = conv.utils.get_secret("weather_api_key")',
      'return forecast(weather_key)',
    ]),
  );
  const git = (...args: readonly string[]): string => runGit(stage.pathOf(folder), args);
  git('init', '--quiet', '--initial-branch=main');
  git('add', '--all');
  git('commit', '--quiet', '--message=main');
  git('switch', '--quiet', '--create=express-check-in');
  await stage.write(
    `${folder}/${changed}`,
    functionOf('check_in', [
      'fraud_key = conv.utils.get_secret("fraud_check_key")',
      'loyalty_token = conv.utils.get_secret("loyalty_api_token")',
      'conv.log.info(loyalty_token)',
      '# agent-secrets: ignore[secret-in-log] only while we look for the bug',
      'conv.log.info(fraud_key)',
      'return None',
    ]),
  );
  git('commit', '--quiet', '--all', '--message=Express check-in');
}

function functionOf(name: string, lines: readonly string[]): string {
  return [`def ${name}(conv):`, ...lines.map((line) => `    ${line}`), ''].join('\n');
}
