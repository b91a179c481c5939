import { describe, expect, it } from 'vitest';
import { GoTemplates } from './support/go-template.ts';
import { cases, data } from './support/go-template-cases.ts';

/** Made by Go's text/template with the functions of sprig 3.2, which Helm uses. */
describe('templates are rendered as Go renders them', () => {
  it.each(cases)('$template', ({ template, text }) => {
    const templates = new GoTemplates();
    templates.add('main', template);
    expect(templates.render('main', data)).toBe(text);
  });

  it.each([
    ['{{ .Values.name | upper }}', 'upper is not known'],
    ['{{ $x := 1 }}', 'Cannot be read: $x'],
    ['{{ template "x" . }}', 'template is not known'],
    ['{{ if .Values.name }}', 'no else or end'],
    ['{{ .Values.name }}{{ end }}', 'end is not known'],
  ])('anything unknown is refused: %s', (template, problem) => {
    const render = () => {
      const templates = new GoTemplates();
      templates.add('main', template);
      return templates.render('main', data);
    };
    expect(render).toThrow(problem);
  });
});
