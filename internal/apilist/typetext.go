package main

import (
	"go/types"
	"strings"
)

// typ is the text of a type. Names of parameters are left out, since a new name for
// one breaks nobody, and an alias is written as the type that it names.
func (p *printer) typ(t types.Type) string {
	return types.TypeString(plain(t), func(other *types.Package) string {
		if other == p.pkg {
			return ""
		}
		return other.Name()
	})
}

// signature is the text of a function's type after its name.
func (p *printer) signature(s *types.Signature) string {
	return p.parameters(s.TypeParams()) + strings.TrimPrefix(p.typ(s), "func")
}

// parameters is the text of type parameters, "" if there are none.
func (p *printer) parameters(list *types.TypeParamList) string {
	if list.Len() == 0 {
		return ""
	}
	var all []string
	for t := range list.TypeParams() {
		all = append(all, t.Obj().Name()+" "+p.typ(t.Constraint()))
	}
	return "[" + strings.Join(all, ", ") + "]"
}

// opaque is the text of a function type, without its signature if that has a type
// which importers cannot name.
func (p *printer) opaque(t types.Type) string {
	s, ok := t.(*types.Signature)
	if !ok {
		return p.typ(t)
	}
	for v := range s.Params().Variables() {
		of := v.Type()
		if pointer, ok := of.(*types.Pointer); ok {
			of = pointer.Elem()
		}
		if named, ok := types.Unalias(of).(*types.Named); ok && !p.nameable(named.Obj()) {
			return "func, opaque"
		}
	}
	return p.typ(t)
}

// plain is t without names of parameters and aliases.
func plain(t types.Type) types.Type {
	switch t := t.(type) {
	case *types.Alias:
		if t.Obj().Pkg() == nil { // any
			return t
		}
		return plain(types.Unalias(t))
	case *types.Signature:
		return types.NewSignatureType(nil, nil, nil, plainTuple(t.Params()), plainTuple(t.Results()), t.Variadic())
	case *types.Pointer:
		return types.NewPointer(plain(t.Elem()))
	case *types.Slice:
		return types.NewSlice(plain(t.Elem()))
	case *types.Array:
		return types.NewArray(plain(t.Elem()), t.Len())
	case *types.Map:
		return types.NewMap(plain(t.Key()), plain(t.Elem()))
	case *types.Chan:
		return types.NewChan(t.Dir(), plain(t.Elem()))
	}
	return t
}

func plainTuple(t *types.Tuple) *types.Tuple {
	var all []*types.Var
	for v := range t.Variables() {
		all = append(all, types.NewParam(0, nil, "", plain(v.Type())))
	}
	return types.NewTuple(all...)
}

// nameable reports whether importers of the package can name a type: it is exported, and
// in no internal package.
func (p *printer) nameable(o *types.TypeName) bool {
	if o.Pkg() == p.pkg || o.Pkg() == nil {
		return o.Exported() || o.Pkg() == nil
	}
	return o.Exported() && !strings.Contains(o.Pkg().Path(), "/internal/")
}
