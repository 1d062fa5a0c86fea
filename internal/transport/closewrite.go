package transport

import "errors"

// CloseWrite closes the sending half, for the caller that was given the
// connection after a 101. The error is [errors.ErrUnsupported] where the
// connection has no halves.
func (c *watchedConn) CloseWrite() error {
	if conn, ok := c.Conn.(interface{ CloseWrite() error }); ok {
		return conn.CloseWrite()
	}
	return errors.ErrUnsupported
}
