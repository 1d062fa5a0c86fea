package callkey

// Call options that package stream gives and nobody else: the client puts them
// here, since their type is its own.
var (
	Foreign any // the address was named by a server: only harmless fields go along
	Barred  any // Foreign, and the server is one of another origin: no scheme of auth holds
	Built   any // the address is complete: the query and the path parameters of the call are in it
)
