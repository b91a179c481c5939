import { describe, expect, it } from 'vitest';
import * as onDemand from '../../analysis/features/on-demand.ts';
import * as javaScript from '../../analysis/languages/javascript.ts';
import { noProjectFunctions } from '../../analysis/index.ts';
import { StepBudget } from '../../analysis/flow/step-budget.ts';
import * as agentProject from '../../analysis/project/agent-project.ts';
import * as lazyAgentProject from '../../server/bundles/lazy-agent-project.ts';
import * as lazyJavaScript from '../../server/bundles/lazy-javascript.ts';
import * as lazyOnDemand from '../../server/bundles/lazy-on-demand.ts';

/** A bundler does not report an import that does not exist, if the importing file is TypeScript. */
describe('what replaces a part that is loaded on first use', () => {
  it.each([
    ['what users request', lazyOnDemand, onDemand],
    ['agent projects', lazyAgentProject, agentProject],
    ['JavaScript', lazyJavaScript, javaScript],
  ])('has all that the part has: %s', (_, lazy, whole) => {
    expect(Object.keys(lazy).toSorted()).toEqual(Object.keys(whole).toSorted());
  });

  it('answers all that the language answers', () => {
    const given = ['jsx', noProjectFunctions, new StepBudget()] as const;
    const members = (language: object) => Object.keys(language).toSorted();
    expect(members(lazyJavaScript.createJavaScript(...given))).toEqual(
      members(javaScript.createJavaScript(...given)),
    );
  });
});
