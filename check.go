package outbound

import (
	"errors"
	"net/http"
	"strings"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/call"
	"example.com/outbound/internal/request"
)

// check refuses what cannot be sent, and what would be two requests on a
// connection: net/http finds some of it only once it has dialled.
func (e *edge) check(record *call.Call, req *http.Request) error {
	if e.isClosed() {
		return &httperror.Error{Kind: httperror.Closed, Err: call.ErrClosed}
	}
	if opts := optionsOf(record); opts != nil {
		if err := opts.checkFor(record, req); err != nil {
			return &httperror.Error{Kind: httperror.Request, Err: err}
		}
	}
	if err := request.Check(req); err != nil {
		return &httperror.Error{Kind: httperror.Request, Err: err}
	}
	if err := record.Ended(); err != nil {
		return err
	}
	return nil
}

// checkFor refuses options that do not fit the entry point or the request.
func (o *callConfig) checkFor(record *call.Call, req *http.Request) error {
	byDo := record.EndsAtEntry() && !record.ReadsWhole() && record.Fence == nil
	switch isGet := req.Method == "" || strings.EqualFold(req.Method, http.MethodGet); {
	case o.method != "" && !byDo:
		return errMethodOption
	case o.resume && !(byDo && isGet):
		return errResumeOption
	}
	return o.check()
}

// check reports what of the call's options cannot be sent.
func (o *callConfig) check() error {
	if len(o.problems) > 0 {
		return errors.Join(o.problems...)
	}
	for _, f := range o.header {
		if err := request.CheckField(f.name, f.value); err != nil {
			return err
		}
	}
	return o.checkParams()
}
