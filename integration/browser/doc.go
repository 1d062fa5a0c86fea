// Package browser tests what other programs show of this module: the pages of
// package inspect in a browser, and the files of package har against the schema of
// their format (testdata/har, from the package har-schema).
package browser
