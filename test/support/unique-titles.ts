import { beforeAll, type RunnerTask } from 'vitest';

// A report identifies a test by its titles, so no two tests in a file may have the same titles.
// oxlint-disable-next-line no-empty-pattern -- Vitest accepts nothing else before the suite.
beforeAll(({}, suite) => {
  const titles = titlesIn(suite.file.tasks, '');
  const repeated = titles.filter((title, at) => titles.indexOf(title) !== at);
  if (repeated.length > 0) throw new Error(`Several tests have the title${repeated.join('\n')}`);
});

function titlesIn(tasks: readonly RunnerTask[], above: string): readonly string[] {
  return tasks.flatMap((task) => {
    const title = `${above} > ${task.name}`;
    return task.type === 'suite' ? titlesIn(task.tasks, title) : [title];
  });
}
