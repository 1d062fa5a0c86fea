package retry

import (
	"errors"
	"slices"

	"example.com/outbound/httperror"
)

// OnStatus is true for a response with one of the status codes. It keeps a copy
// of codes. It is false for an error.
func OnStatus(codes ...int) Condition {
	codes = slices.Clone(codes)
	return func(a Attempt) bool {
		return a.Response != nil && slices.Contains(codes, a.Response.StatusCode)
	}
}

// OnStatusRange is true for a response with a status code from min to max, both
// included. It is false for an error.
func OnStatusRange(min, max int) Condition {
	return func(a Attempt) bool {
		return a.Response != nil && min <= a.Response.StatusCode && a.Response.StatusCode <= max
	}
}

// OnKind is true for a failure of one of the kinds. It keeps a copy of kinds.
func OnKind(kinds ...httperror.Kind) Condition {
	kinds = slices.Clone(kinds)
	return func(a Attempt) bool {
		return a.Kind != "" && slices.Contains(kinds, a.Kind)
	}
}

// OnError is true for an error that is target by [errors.Is]. It is false for a
// response.
func OnError(target error) Condition {
	return func(a Attempt) bool {
		return a.Err != nil && errors.Is(a.Err, target)
	}
}

// Any is true if one of cs is, asked in order until then. Without any it is
// false.
func Any(cs ...Condition) Condition {
	cs = conditions(cs)
	return func(a Attempt) bool {
		return slices.ContainsFunc(cs, func(c Condition) bool { return c(a) })
	}
}

// All is true if each of cs is, asked in order until one is not. Without any it
// is true, for a success too.
func All(cs ...Condition) Condition {
	cs = conditions(cs)
	return func(a Attempt) bool {
		return !slices.ContainsFunc(cs, func(c Condition) bool { return !c(a) })
	}
}

// Not is true if c is false. Not(Transient) is true for a success too.
func Not(c Condition) Condition {
	c = c.orDefault()
	return func(a Attempt) bool { return !c(a) }
}

// conditions copies cs, with the default in the place of nil.
func conditions(cs []Condition) []Condition {
	cs = slices.Clone(cs)
	for i, c := range cs {
		cs[i] = c.orDefault()
	}
	return cs
}
