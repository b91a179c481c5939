import { describe, expect, it } from 'vitest';
import { parseAgentProject } from '../../analysis/index.ts';

const root = 'file:///w/booking';

describe('project.yaml', () => {
  it('says which agent the folder holds', () => {
    const text = 'project_id: PROJECT-1\naccount_id: acc\nregion: uk-1\nproject_name: Booking\n';
    expect(parseAgentProject(text, `${root}/`)).toEqual({
      agent: { agentId: 'PROJECT-1', agentName: 'Booking', accountId: 'acc', rootUri: root },
    });
  });

  it('may leave out the name: then the id is shown', () => {
    expect(parseAgentProject('project_id: P', root)).toEqual({
      agent: { agentId: 'P', agentName: 'P', rootUri: root },
    });
  });

  it('keeps the zeros of an id of digits', () => {
    expect(parseAgentProject('project_id: 0012', root)).toMatchObject({ agent: { agentId: '0012' } });
  });

  it.each([
    ['with a byte order mark and carriage returns', '\uFEFFproject_id: P\r\nproject_name: B\r\n'],
    ['with quotes', 'project_id: "P"'],
    ['with more in it', 'project_id: P\nother:\n  - 1\n'],
  ])('is read %s', (_, text) => {
    expect(parseAgentProject(text, root)).toMatchObject({ agent: { agentId: 'P' } });
  });

  it.each([
    ['without an id', 'project_name: B', 'project.yaml has no project_id'],
    ['with an empty id', 'project_id: ""', 'project.yaml has no project_id'],
    ['with a list as id', 'project_id: [1]', 'project.yaml has no project_id'],
    ['that is empty', '', 'empty'],
    ['that is a list', '- a\n- b', 'project.yaml has no project_id'],
    ['that is corrupt', 'project_id: P\nx: [1, 2\ny: "z', 'line'],
    ['with a key twice', 'project_id: P\nproject_id: Q', 'line 2'],
    ['that is huge', `project_id: ${'P'.repeat(1_100_000)}`, 'too large'],
    ['that nests without end', '['.repeat(100_000), 'project.yaml cannot be read'],
  ])('%s gets a sentence that says what to do', (_, text, expected) => {
    const result = parseAgentProject(text, root);
    const problem = 'problem' in result ? result.problem : '';
    expect(problem).toContain(expected);
    expect(problem).toContain("Fix it to see this agent's secrets.");
    expect(problem).not.toContain('\n');
  });
});
