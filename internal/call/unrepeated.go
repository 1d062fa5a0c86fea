package call

import "example.com/outbound/httperror"

// unrepeated says why a call was not sent again where no retry policy was asked,
// "" if there is nothing to say.
func (c *Call) unrepeated(kind httperror.Kind, limit string) string {
	switch kind {
	case httperror.TooLarge, httperror.Decode:
		return "not retried: another attempt would get the same response"
	case httperror.Redirect:
		if limit != "" {
			return ""
		}
		return "not followed and not retried: the client's rules refuse this redirect"
	case httperror.Canceled, httperror.Deadline, httperror.Closed, httperror.Request:
		return ""
	}
	if c.Options.NoRetry {
		return "not retried: NoRetry turns retry off for this call"
	}
	if kind == httperror.Body {
		return "not retried: the response had begun"
	}
	return ""
}
