package auth

const insecureAnyOrigin = "insecure: any origin"

// InsecureAnyOrigin matches every origin, http and the targets of redirects
// included: anybody that can make the client call an address, or answer one of
// its calls with a redirect, receives the credentials. A lone "*" would mean this.
// It is for tests and for networks where every host is trusted.
func InsecureAnyOrigin() string { return insecureAnyOrigin }
