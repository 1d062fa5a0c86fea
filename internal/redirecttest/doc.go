// Package redirecttest tests redirects: which are followed, by whom, and what
// goes along to another origin.
package redirecttest
