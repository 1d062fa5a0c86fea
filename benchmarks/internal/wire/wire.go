// Package wire holds what travels between the clients under test and the
// backends: the paths, the types and their JSON.
package wire

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// Paths of both backends.
const (
	ItemPath    = "/orders/4711" // GET: [Item]
	PostPath    = "/orders"      // POST: takes a [Batch], answers [Item]
	FlakyPath   = "/flaky"       // GET: 503, 503, 200 with [Item], and again
	WaitPath    = "/wait"        // the same, and the 503s have a Retry-After of 0
	BigPath     = "/big"         // GET: [Big]
	ListPath    = "/list"        // GET: [List]
	LostPath    = "/lost"        // GET: 404
	TenPath     = "/list/10"     // GET: [Ten]
	HundredPath = "/list/100"    // GET: [Hundred]
	OnePath     = "/list/1"      // GET: [One]
)

// Paths returns all paths, and one that leads nowhere.
func Paths() []string {
	return []string{ItemPath, PostPath, FlakyPath, WaitPath, BigPath, ListPath, LostPath, OnePath, TenPath, HundredPath}
}

// BigSize is the length of [Big], and of [List] to a part in a thousand.
const BigSize = 10 << 20

// The payloads, encoded once. Nobody may write to them.
var (
	Item = encode(order(1<<10, 8))                                 // 1 KiB, an [Order]
	Post = Batch{Orders: slices.Repeat([]Order{order(582, 2)}, 7)} // 3 bytes short of 4 KiB once encoded
	Big  = bytes.Repeat([]byte("0123456789abcdef"), BigSize/16)
	List = list(BigSize) // an array of [Order]

	One, Ten, Hundred = list(1030), list(10 << 10), list(100 << 10) // arrays of [Order] of 1, 9 and 99 of them
)

// order returns an order of n lines whose JSON is size bytes long: its note
// fills it up.
func order(size, n int) Order {
	o := Order{
		ID: 4711, Number: "2024-004711", State: "shipped",
		Customer: Customer{Name: "Ada Lovelace", Email: "ada@example.com", City: "London"},
		Tags:     []string{"export", "fragile", "insured", "express"},
	}
	for i := range n {
		o.Lines = append(o.Lines, Line{SKU: fmt.Sprintf("SKU-%04d", i), Unit: "piece", Count: i + 1, Price: 19.75})
	}
	o.Note = strings.Repeat("x", size-len(encode(o)))
	return o
}

func list(size int) []byte {
	n := size / (len(Item) + 1)
	all := bytes.Repeat(append([]byte(","), Item...), n)
	all[0] = '['
	return append(all, ']')
}

func encode(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // plain structs cannot fail
	}
	return b
}
