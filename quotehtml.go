package outbound

import "regexp"

// valueAttribute is the attribute of a tag that has the value of a form's field,
// or of what a meta tag names. Which name it goes with may stand on either side.
var valueAttribute = regexp.MustCompile(`(?i)(\s(?:value|content|data-[\w-]+)\s*=\s*)("[^"]*"?|'[^']*'?|[^\s>"']+)`)
