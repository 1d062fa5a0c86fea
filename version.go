package outbound

// Version is the version of this library, as the default User-Agent names it.
const Version = "0.1.0"

const defaultUserAgent = "outbound/" + Version
