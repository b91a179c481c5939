import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { toolSchemas } from '../../assistants/host/tool-schemas.ts';

interface Tool {
  readonly name: string;
  readonly toolReferenceName: string;
  readonly modelDescription: string;
  readonly userDescription: string;
  readonly when: string;
  readonly inputSchema: unknown;
}

interface Manifest {
  readonly contributes: {
    readonly languageModelTools: readonly Tool[];
    readonly chatSkills: readonly { readonly path: string }[];
    readonly configuration: {
      readonly properties: Readonly<Record<string, { readonly scope: string; readonly type: string }>>;
    };
    readonly mcpServerDefinitionProviders?: unknown;
  };
}

const root = path.resolve(import.meta.dirname, '../..');
const { contributes } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as Manifest;
const tools = contributes.languageModelTools;

describe('the tools that the extension offers', () => {
  it('have the names, descriptions and schemas of all other clients', () => {
    expect(
      tools.map(({ name, modelDescription, inputSchema }) => ({ name, modelDescription, inputSchema })),
    ).toEqual(
      Object.entries(toolSchemas).map(([name, { description, input }]) => ({
        name,
        modelDescription: description,
        inputSchema: JSON.parse(JSON.stringify(input)) as unknown,
      })),
    );
  });

  it.each(tools)('$name has a name that editors accept', ({ name, toolReferenceName }) => {
    expect(name).toMatch(/^(?!copilot_|vscode_)[\w-]+$/);
    expect(name).toMatch(/^[a-z]+(?:_[a-z]+)+$/);
    expect(toolReferenceName).toBe(name);
  });

  it.each(tools)(
    '$name can be turned off, and no workspace can turn it on',
    ({ name, when, userDescription }) => {
      expect(when).toBe(`config.agentSecrets.assistants.${name}`);
      expect(contributes.configuration.properties[when.slice('config.'.length)]).toMatchObject({
        type: 'boolean',
        scope: 'application',
        markdownDescription: userDescription,
      });
    },
  );

  it('are not offered a second time by a server', () => {
    expect(contributes.mcpServerDefinitionProviders).toBeUndefined();
  });
});

describe('the skill that the extension offers', () => {
  it('is in the package, in a folder with its name', () => {
    expect(contributes.chatSkills).toHaveLength(1);
    for (const { path: file } of contributes.chatSkills) {
      expect(existsSync(path.join(root, file))).toBe(true);
      const [, name] = /^name: (.+)$/m.exec(readFileSync(path.join(root, file), 'utf8')) ?? [];
      expect(file.endsWith(`/${name ?? ''}/SKILL.md`)).toBe(true);
      // Editors ignore a skill whose name or description they don't accept.
      expect(name).toMatch(/^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/);
      const [, description = ''] =
        /^description: (.+)$/m.exec(readFileSync(path.join(root, file), 'utf8')) ?? [];
      expect(description.length).toBeGreaterThan(50);
      expect(description.length).toBeLessThanOrEqual(1024);
      expect(readFileSync(path.join(root, '.vscodeignore'), 'utf8').split('\n')).toContain(
        '!media/skills/**',
      );
    }
  });

  it('names only existing tools', () => {
    const texts = contributes.chatSkills.map((skill) => readFileSync(path.join(root, skill.path), 'utf8'));
    const named = texts.join('\n').match(/`[a-z]+(?:_[a-z]+)+`/g) ?? [];
    expect(named.length).toBeGreaterThan(3);
    expect(named.filter((name) => !Object.hasOwn(toolSchemas, name.slice(1, -1)))).toEqual([]);
  });
});
