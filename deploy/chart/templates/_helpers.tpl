{{- define "revmentor.name" -}}
{{- .Release.Name | trunc 52 | trimSuffix "-" -}}
{{- end -}}

{{- define "revmentor.selector" -}}
app.kubernetes.io/name: revmentor
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "revmentor.labels" -}}
{{ include "revmentor.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
{{- end -}}

{{- define "revmentor.image" -}}
{{- if .Values.image.digest -}}
{{ .Values.image.repository }}@{{ .Values.image.digest }}
{{- else -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end -}}
{{- end -}}

{{/* In maintenance one pod, so that nothing else works on the database. */}}
{{- define "revmentor.replicas" -}}
{{ ternary 1 (int .Values.replicas) .Values.maintenance }}
{{- end -}}

{{/* What the bot and its migration share: secrets come as files, everything else as variables. The
     data folder is one that the bot makes, for itself alone: the volume's root is the group's. */}}
{{- define "revmentor.container" -}}
image: {{ include "revmentor.image" . }}
imagePullPolicy: {{ .Values.image.pullPolicy }}
env:
  - {name: HOST, value: {{ .Values.host | quote }}}
  - {name: PORT, value: "3000"}
  - {name: REVMENTOR_DATA, value: /data/revmentor}
  - {name: REVMENTOR_ADMINS, value: {{ join "," .Values.admins | quote }}}
  - {name: REVMENTOR_SECRET_KEY_FILE, value: /run/secrets/revmentor/REVMENTOR_SECRET_KEY}
  {{- if eq .Values.database.kind "postgresql" }}
  - {name: DATABASE_URL_FILE, value: /run/secrets/revmentor/DATABASE_URL}
  {{- end }}
  - {name: SLACK_BOT_TOKEN_FILE, value: /run/secrets/revmentor/SLACK_BOT_TOKEN}
  - {name: {{ include "revmentor.slackSecret" . }}_FILE, value: /run/secrets/revmentor/{{ include "revmentor.slackSecret" . }}}
  {{- if .Values.programme }}
  - {name: REVMENTOR_PROGRAMME, value: /etc/revmentor/programme.toml}
  {{- end }}
  {{- range $name, $value := .Values.settings }}
  - {name: {{ $name }}, value: {{ $value | toString | quote }}}
  {{- end }}
securityContext:
  allowPrivilegeEscalation: false
  capabilities: {drop: [ALL]}
  readOnlyRootFilesystem: true
volumeMounts:
  - {name: data, mountPath: /data}
  - {name: tmp, mountPath: /tmp}
  - {name: secrets, mountPath: /run/secrets/revmentor, readOnly: true}
  {{- if .Values.programme }}
  - {name: programme, mountPath: /etc/revmentor, readOnly: true}
  {{- end }}
{{- end -}}

{{- define "revmentor.slackSecret" -}}
{{ ternary "SLACK_APP_TOKEN" "SLACK_SIGNING_SECRET" (eq .Values.slack.mode "socket") }}
{{- end -}}

{{/* Whatever does not fit together, each in one sentence. */}}
{{- define "revmentor.refusals" -}}
{{- $sqlite := eq .Values.database.kind "sqlite" -}}
{{- if not (or .Values.secretKey.secret .Values.secret) -}}
{{- fail "secret: is empty, and the bot needs its key: name the Secret that holds REVMENTOR_SECRET_KEY (or secretKey.secret)" -}}
{{- end -}}
{{- if and (not $sqlite) (not (or .Values.database.url.secret .Values.secret)) -}}
{{- fail "database.url.secret: is empty, and so is secret: name the Secret that holds DATABASE_URL, or set database.kind to sqlite" -}}
{{- end -}}
{{- if not (or .Values.slack.secret .Values.secret) -}}
{{- fail "slack.secret: is empty, and so is secret: name the Secret that holds Slack's tokens" -}}
{{- end -}}
{{- if not .Values.admins -}}
{{- fail "admins: is empty: name the programme's leads by their Slack member ids" -}}
{{- end -}}
{{- if and $sqlite (gt (int .Values.replicas) 1) -}}
{{- fail "replicas: SQLite is for one replica: set replicas to 1, or database.kind to postgresql" -}}
{{- end -}}
{{- if and (gt (int .Values.replicas) 1) (not .Values.data.existingClaim) (ne .Values.data.accessMode "ReadWriteMany") -}}
{{- fail "data.accessMode: several replicas share the journal: set it to ReadWriteMany, or name a shared volume as data.existingClaim" -}}
{{- end -}}
{{- if and (eq .Values.slack.mode "socket") (gt (int .Values.replicas) 5) -}}
{{- fail "replicas: in Socket Mode Slack allows an app ten sockets and a replica holds two: set replicas to at most 5, or slack.mode to http" -}}
{{- end -}}
{{- if and .Values.ingress.enabled (ne .Values.slack.mode "http") -}}
{{- fail "ingress.enabled: in Socket Mode nothing is published: set it to false, or slack.mode to http" -}}
{{- end -}}
{{- if and .Values.ingress.enabled (not .Values.ingress.host) -}}
{{- fail "ingress.host: is empty: name the host under which Slack reaches /slack/events" -}}
{{- end -}}
{{- end -}}
