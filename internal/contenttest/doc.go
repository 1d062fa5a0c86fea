// Package contenttest tests what is sent and what is read: URLs, fields, lengths,
// forms, media types, charsets and content codings.
package contenttest
