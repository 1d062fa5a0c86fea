// Package config reads the presets of an organisation from a YAML or JSON file, so
// that they can be reviewed, changed without a build and explained to the person on
// call.
//
//	presets:
//	  billing:
//	    extends: standard
//	    base_url: https://billing.example.com
//	    auth:
//	      - bearer: ${env:BILLING_TOKEN}
//	    retry:
//	      attempts: 6
//
// The file is read strictly. An unknown key, a value without its unit, two settings
// that contradict each other: each is a [Problem] with file, line and column, and
// all of them are reported at once. [Schema] is the JSON Schema of the file, for
// editors.
//
// The file has no secrets. In their place it has references, ${env:NAME} or
// ${file:PATH}, which are resolved when a preset is used: [File.Option] and
// [File.Client] need the secrets of their own preset only.
//
// The package is a module of its own, so that a service without a file of presets
// does not compile a YAML parser.
package config

//go:generate go run ./internal/schemafile ../docs/presets.schema.json
