package callkey

// What package stream needs of the client beyond its public names. The client puts
// the functions here, since the types of their arguments are its own.
var (
	Crossed   func(meta any) bool                                            // whether a redirect has left the origin of the call that a ResponseMeta is of
	Unmarshal func(client any, contentType string, data []byte, v any) error // decodes as a typed call of the Client does
)
