package auth

const insecureAnyOrigin = "insecure: any origin"

// InsecureAnyOrigin stands for every origin, http and the targets of redirects
// included: whoever can make the client call an address, or answer one of its
// calls with a redirect, is sent the credentials. It is what a lone "*" would
// be, for tests and for networks where every host is trusted.
func InsecureAnyOrigin() string { return insecureAnyOrigin }
