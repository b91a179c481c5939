/** The data of the templates. */
export const data: unknown = {
  Chart: { Name: 'chart' },
  Values: {
    empty: '',
    list: ['a', 'b'],
    map: { a: 1, b: { c: 'd' } },
    name: 'vault',
    no: false,
    none: [],
    nothing: {},
    two: 2,
    yes: true,
    zero: 0,
  },
};

/** Templates, and their output from Go's text/template with the functions of sprig 3.2. */
export const cases = [
  { template: 'a {{ .Values.name }} b', text: 'a vault b' },
  { template: 'a\n  {{- .Values.name }}\nb', text: 'avault\nb' },
  { template: 'a {{ .Values.name -}}\n\n  b', text: 'a vaultb' },
  { template: '{{- if .Values.yes }}\nyes\n{{- end }}\n', text: '\nyes\n' },
  { template: '{{ if .Values.no }}yes{{ else }}no{{ end }}', text: 'no' },
  {
    template:
      '{{ if .Values.empty }}1{{ else if .Values.zero }}2{{ else if .Values.none }}3{{ else if .Values.nothing }}4{{ else if .Values.two }}5{{ else }}6{{ end }}',
    text: '5',
  },
  {
    template:
      '{{ if and .Values.yes .Values.no }}1{{ else }}2{{ end }}{{ if or .Values.no .Values.two }}1{{ else }}2{{ end }}{{ if not .Values.no }}1{{ end }}',
    text: '211',
  },
  { template: '{{ if and (gt (int .Values.two) 1) (not .Values.empty) }}1{{ else }}2{{ end }}', text: '1' },
  { template: '{{ if and .Values.yes (not .Values.empty) (not .Values.no) }}1{{ end }}', text: '1' },
  { template: '{{ if eq .Values.name "vault" }}1{{ else }}2{{ end }}', text: '1' },
  { template: '{{ range .Values.list }}\n- {{ . | quote }}\n{{- end }}', text: '\n- "a"\n- "b"' },
  { template: '{{ range .Values.none }}x{{ end }}', text: '' },
  {
    template: '{{ range .Values.list }}{{ printf "--x=%s" . | quote }}{{ $.Values.name }} {{ end }}',
    text: '"--x=a"vault "--x=b"vault ',
  },
  {
    template: '{{ with .Values.map }}\n  {{- toYaml . | nindent 4 }}\n{{- end }}',
    text: '\n    a: 1\n    b:\n      c: d',
  },
  { template: '{{ with .Values.nothing }}x{{ end }}', text: '' },
  {
    template: '{{ .Values.empty | default .Chart.Name }} {{ .Values.name | default "x" }}',
    text: 'chart vault',
  },
  { template: '{{ index .Values.list 1 }}', text: 'b' },
  { template: '{{ "abcdef-" | trunc 7 | trimSuffix "-" }} {{ trunc 3 "abcdef" }}', text: 'abcdef abc' },
  {
    template:
      '{{ define "x" }}in {{ .Chart.Name }}{{ end }}{{ include "x" . }} {{ include "x" . | nindent 2 }}',
    text: 'in chart \n  in chart',
  },
  {
    template: '{{ define "x" -}}\na: 1\nb: 2\n{{- end -}}\nlabels:\n  {{- include "x" . | nindent 2 }}\n',
    text: 'labels:\n  a: 1\n  b: 2\n',
  },
  {
    template: '{{ .Values.two | quote }} {{ .Values.yes | quote }} {{ .Values.two }} {{ .Values.yes }}',
    text: '"2" "true" 2 true',
  },
  { template: '{{/* a comment */}}a', text: 'a' },
  { template: '{{- /* a comment */ -}}  a', text: 'a' },
  { template: '{{ required "must" .Values.name }}', text: 'vault' },
  { template: '{{ toYaml .Values.list }}', text: '- a\n- b' },
  { template: '{{ "a \\"b\\" c" | quote }}', text: '"a \\"b\\" c"' },
  { template: '{{ .Values.name | printf "%s-%s" "x" }}', text: 'x-vault' },
];
