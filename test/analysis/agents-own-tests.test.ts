import { describe, expect, it } from 'vitest';
import { bookingAgent } from '../support/analysis-fixture.ts';
import { namesIn } from '../support/analysis-markers.ts';
import { namesInProject, openProject } from '../support/analysis-project.ts';

const handler = `//- functions/api.py
class ApiHandler:
    def __init__(self, conv, name):
        self.conv = conv
        self.name = name

    def key(self):
        return self.conv.utils.get_secret(self.name)
`;
const production = `//- flows/main/functions/go.py
from functions.api import ApiHandler
ApiHandler(conv, "stripe_api_key")
`;
const test = `//- tests/test_api.py
from functions.api import ApiHandler
ApiHandler(MagicMock(), "fake_key")
`;

describe('the tests of an agent', () => {
  it('do not say which names the code reads that they call', () => {
    expect(namesInProject(handler + production + test)).toEqual(['stripe_api_key']);
    expect(namesInProject(handler + test)).toEqual(['?']);
  });

  it.each(['tests/test_go.py', 'test_go.py', 'functions/go_test.py', 'tests/conftest.py'])(
    'have no findings: %s',
    (path) => {
      const { analyzer, file } = openProject(`//- ${path}\nconv.utils.get_secret("nope")\n`);
      expect(analyzer.findings(file(path), bookingAgent())).toEqual([]);
    },
  );

  it('are known by their names, not by words in them', () => {
    const path = 'functions/latest.py';
    const { analyzer, file } = openProject(`//- ${path}\nconv.utils.get_secret("nope")\n`);
    expect(analyzer.findings(file(path), bookingAgent())).toHaveLength(1);
  });
});

describe('something else that is called conv', () => {
  it.each([
    [
      'an attribute',
      'class T:\n    def a(self):\n        self.conv = MagicMock()\n    def b(self):\n        self.',
    ],
    ['a parameter of another type', 'def f(conv: MagicMock):\n    '],
    ['a parameter of another type, with a default', 'def f(x, conv: nn.Conv2d = None):\n    '],
    ['a loop', 'for conv in layers:\n    '],
    ['a context', 'with open_layer() as conv:\n    '],
  ])('is not a conversation: %s', (_, before) => {
    expect(namesIn(`${before}conv.utils.get_secret("a")`)).toEqual([]);
  });

  it.each([
    [
      'an attribute that gets one',
      'class T:\n    def __init__(self, conv):\n        self.conv = conv\n    def b(self):\n        self.',
    ],
    ['a parameter', 'def f(conv):\n    '],
    ['a parameter of the type', 'def f(conv: Conversation):\n    '],
    ['a parameter of the type in quotes', 'def f(conv: "poly.Conversation | None" = None):\n    '],
    ['a parameter of any type', 'def f(conv: Any):\n    '],
  ])('is one: %s', (_, before) => {
    expect(namesIn(`${before}conv.utils.get_secret("a")`)).toEqual(['a']);
  });
});
