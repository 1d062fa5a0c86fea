// Package repotest checks the repository itself: who imports whom, and that the
// pages name, link and show what exists. Its tests run in the top folder.
package repotest
