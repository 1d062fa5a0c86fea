package peer

import (
	"fmt"
	"net/http"
)

func unexpected(status int) error {
	return fmt.Errorf("peer: status %d, want 200", status)
}

// again reports what the peers that leave the choice to the user retry.
func again(resp *http.Response, err error) bool {
	return err != nil || resp.StatusCode >= http.StatusInternalServerError
}
