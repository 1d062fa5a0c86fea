package main

import (
	"fmt"
	"go/constant"
	"go/types"
	"slices"
	"strings"
	"time"
)

// printer writes the lines of one package.
type printer struct {
	pkg   *types.Package
	name  string // as the lines name the package
	lines []string
}

// api is one line for each thing of pkg that importers may rely on, in the form of
// the lists in Go's own folder api. A line that is gone is a break.
func api(name string, pkg *types.Package) []string {
	p := &printer{pkg: pkg, name: name}
	for _, n := range pkg.Scope().Names() {
		if o := pkg.Scope().Lookup(n); o.Exported() {
			p.object(o)
		}
	}
	return p.lines
}

func (p *printer) line(format string, args ...any) {
	p.lines = append(p.lines, "pkg "+p.name+", "+fmt.Sprintf(format, args...))
}

func (p *printer) object(o types.Object) {
	switch o := o.(type) {
	case *types.Const:
		p.constant(o)
	case *types.Var:
		p.line("var %s %s", o.Name(), p.typ(o.Type()))
	case *types.Func:
		p.line("func %s%s", o.Name(), p.signature(o.Signature()))
	case *types.TypeName:
		if o.IsAlias() {
			p.line("type %s = %s", o.Name(), p.typ(types.Unalias(o.Type())))
			return
		}
		p.named(o.Type().(*types.Named))
	}
}

// constant leaves the value of Version out, which every release changes.
func (p *printer) constant(c *types.Const) {
	value := c.Val().ExactString()
	if p.typ(c.Type()) == "time.Duration" {
		n, _ := constant.Int64Val(c.Val())
		value = time.Duration(n).String()
	}
	if c.Name() == "Version" {
		value = "…"
	}
	p.line("const %s %s = %s", c.Name(), p.typ(c.Type()), value)
}

func (p *printer) named(t *types.Named) {
	head := "type " + t.Obj().Name() + p.parameters(t.TypeParams())
	switch u := t.Underlying().(type) {
	case *types.Struct:
		p.structure(head, u)
	case *types.Interface:
		p.interfaceType(head, u)
		return // its methods are part of it
	default:
		p.line("%s %s", head, p.opaque(u))
	}
	p.methods(t)
}

func (p *printer) structure(head string, s *types.Struct) {
	p.line("%s struct", head)
	if types.Comparable(s) {
		p.line("%s struct, comparable", head)
	}
	for f := range s.Fields() {
		switch {
		case f.Embedded() && f.Exported():
			p.line("%s struct, embedded %s", head, p.typ(f.Type()))
		case f.Exported():
			p.line("%s struct, %s %s", head, f.Name(), p.typ(f.Type()))
		}
	}
}

// interfaceType names all methods in one line if others can implement the
// interface: a method more is then a break too.
func (p *printer) interfaceType(head string, i *types.Interface) {
	var names []string
	open := true
	for m := range i.Methods() {
		if !m.Exported() {
			open = false
			continue
		}
		names = append(names, m.Name())
		p.line("%s interface, %s%s", head, m.Name(), p.signature(m.Signature()))
	}
	slices.Sort(names)
	switch {
	case !i.IsMethodSet():
		p.line("%s %s", head, p.typ(i))
	case open:
		p.line("%s interface { %s }", head, strings.Join(names, ", "))
	default:
		p.line("%s interface, not for others to implement", head)
	}
}

// methods lists the methods of t and of a pointer to t. Those that an embedded type
// of another module brings along are that module's.
func (p *printer) methods(t *types.Named) {
	ofValue := types.NewMethodSet(t)
	for m := range types.NewMethodSet(types.NewPointer(t)).Methods() {
		f := m.Obj().(*types.Func)
		if !f.Exported() || !p.ours(f.Pkg()) {
			continue
		}
		receiver := t.Obj().Name()
		if ofValue.Lookup(f.Pkg(), f.Name()) == nil {
			receiver = "*" + receiver
		}
		p.line("method (%s) %s%s", receiver, f.Name(), p.signature(f.Signature()))
	}
}

// ours reports whether other is a package of this repository, or none.
func (p *printer) ours(other *types.Package) bool {
	root := strings.TrimSuffix(p.pkg.Path(), strings.TrimPrefix(p.name, "outbound"))
	return other == nil || other.Path() == root || strings.HasPrefix(other.Path(), root+"/")
}
