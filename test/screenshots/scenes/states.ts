import { type Scene, wholeSidebar } from '../scene.ts';
import type { Mood } from '../front-vault.ts';
import type { Set } from '../scene.ts';

const base = {
  clip: wholeSidebar,
  file: 'hotel-booking/functions/take_deposit.py',
  sidebar: 380,
  width: 1000,
  height: 480,
} as const;

/** Switches to another agent whose names have not been requested yet. */
function atAnotherAgent(mood: Mood, words: RegExp): NonNullable<Scene['arrange']> {
  return async ({ stage, window }) => {
    stage.front.behave(mood);
    await window.openFile('clinic-reception/functions/next_appointment.py');
    await window.sidebar.getByText(words).first().waitFor();
  };
}

async function unfoldAll({ sidebar }: Set): Promise<void> {
  for (const view of ['My Environment', 'Requests']) await sidebar.open(view);
}

/** The states of the sidebar without a list, or with a stale one. */
export const stateScenes: readonly Scene[] = [
  {
    ...base,
    name: 'state-signed-out',
    height: 640,
    alt: 'Signed out: each view explains what it shows after you sign in, with a button to do so',
    arrange: async (set) => {
      await unfoldAll(set);
      await set.window.sidebar
        .getByText(/Sign in to see/)
        .nth(2)
        .waitFor();
    },
  },
  {
    ...base,
    name: 'state-nothing-yet',
    height: 640,
    as: 'author',
    alt: 'Empty views: no environment secrets and no access requests, each with a suggestion for the next step',
    arrange: async (set) => {
      await unfoldAll(set);
      await set.sidebar.row('Secrets', 'Needs attention').click();
      await set.window.sidebar.getByText(/no environment secrets yet/).waitFor();
    },
  },
  {
    ...base,
    name: 'state-not-enabled',
    as: 'author',
    alt: 'The vault is turned off for the account; the view says who can turn it on',
    arrange: async ({ stage, window }) => {
      stage.front.behave('disabled');
      await window.runCommand('Agent Secrets: Refresh');
      await window.sidebar
        .getByText(/turned off/)
        .first()
        .waitFor();
    },
  },
  {
    ...base,
    name: 'state-offline',
    as: 'author',
    alt: 'The vault is unreachable: the view shows the last known names and their age',
    prepare: ({ front }) => {
      front.minutesOld = 25;
      return Promise.resolve();
    },
    arrange: async ({ stage, window }) => {
      stage.front.behave('gone');
      await window.runCommand('Agent Secrets: Refresh');
      await window.sidebar
        .getByText(/Showing data from/)
        .first()
        .waitFor();
    },
  },
  {
    ...base,
    name: 'state-offline-unknown',
    as: 'author',
    alt: 'The vault is unreachable, and there are no cached names for this agent',
    arrange: atAnotherAgent('gone', /is unreachable/),
  },
  {
    ...base,
    name: 'state-no-rights',
    as: 'author',
    alt: 'The person is not allowed to see the secrets of this agent',
    arrange: atAnotherAgent('refusing', /cannot see/),
  },
  {
    ...base,
    name: 'state-loading',
    as: 'author',
    alt: 'Loading: the view waits for the secrets of an agent',
    arrange: atAnotherAgent('slow', /Loading/),
  },
  {
    ...base,
    name: 'state-failed',
    as: 'author',
    alt: 'The vault sent an invalid answer: the view offers to retry or to open the log',
    arrange: atAnotherAgent('failing', /invalid response/),
  },
  {
    ...base,
    name: 'state-no-agent',
    alt: 'No agent project in this workspace: the view offers to open a folder or an example',
    folder: 'notes',
    file: 'todo.md',
    prepare: (stage) => stage.write('notes/todo.md', '# To do\n\n- Ask about the new agent\n'),
    arrange: async ({ window, stage }) => {
      await window.signIn(stage.authorKey);
      await window.sidebar
        .getByText(/no agent project here/)
        .first()
        .waitFor();
    },
  },
  {
    ...base,
    name: 'state-no-secret',
    alt: 'An agent without access to any secret; the view says who can grant it',
    folder: 'front-desk',
    file: 'functions/greet.py',
    prepare: async (stage) => {
      const { accountId, admin } = stage.vault;
      const agent = { agentId: 'PROJECT-DESK04', agentName: 'Front Desk' };
      await admin.createAgent(accountId, agent).catch(() => undefined); // It may already exist.
      await stage.write(
        'front-desk/project.yaml',
        `account_id: ${accountId}\nproject_id: ${agent.agentId}\nproject_name: ${agent.agentName}\n`,
      );
      await stage.write(
        'front-desk/functions/greet.py',
        'def greet(conv: Conversation):\n    return "Good morning."\n',
      );
    },
    arrange: async ({ stage, window }) => {
      await window.signIn(stage.authorKey);
      await window.sidebar
        .getByText(/cannot read any secrets yet/)
        .first()
        .waitFor();
    },
    tidy: ({ admin, vault }) => admin.deleteAgent(vault.accountId, 'PROJECT-DESK04'),
  },
];
