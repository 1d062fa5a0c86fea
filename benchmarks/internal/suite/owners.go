package suite

import (
	"path"
	"strings"

	"example.com/outbound/benchmarks/internal/measure"
)

// own names the owner of a site: going outwards, the first of the JSON decoder,
// net/http where it makes a request or follows a call, or a package that is not
// the standard library's. What a library asks net/http's maps and readers for is
// so the library's own.
func own(s measure.Site) (owner, place string) {
	for _, f := range s.Stack {
		pkg := packageOf(f.Function)
		at := path.Base(f.Function)
		switch {
		case strings.HasSuffix(pkg, "internal/measure"):
			return "", "" // the profiler itself
		case pkg == "encoding/json":
			return "encoding/json", "decoding"
		case pkg == "net/http" && (strings.HasPrefix(f.Function, "net/http.NewRequest") || strings.HasPrefix(f.Function, "net/http.(*Client)") || strings.HasPrefix(f.Function, "net/http.send")):
			return "net/http", at
		case strings.HasSuffix(pkg, "internal/backend"):
			return "backend", "the answer"
		case strings.HasSuffix(pkg, "internal/peer"), strings.HasSuffix(pkg, "internal/cases"):
			return "caller", at
		case pkg == "example.com/outbound" || strings.HasPrefix(pkg, "example.com/outbound/"):
			return "outbound", at
		case strings.Contains(pkg, "."):
			return module(pkg), at
		}
	}
	return "", ""
}

// packageOf returns the import path of a function's full name.
func packageOf(function string) string {
	dir, name := path.Split(function)
	pkg, _, _ := strings.Cut(name, ".")
	return dir + pkg
}

// module shortens an import path to what people call it.
func module(pkg string) string {
	switch {
	case strings.Contains(pkg, "resty"):
		return "resty"
	case strings.Contains(pkg, "zerolog"):
		return "zerolog"
	}
	return pkg
}
