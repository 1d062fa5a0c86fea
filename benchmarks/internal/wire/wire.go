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
	ItemPath  = "/orders/4711" // GET: [Item]
	PostPath  = "/orders"      // POST: takes a [Batch], answers [Item]
	FlakyPath = "/flaky"       // GET: 503, 503, 200 with [Item], and again
	BigPath   = "/big"         // GET: [Big]
	ListPath  = "/list"        // GET: [List]
	LostPath  = "/lost"        // GET: 404
)

// Paths returns all paths, and one that leads nowhere.
func Paths() []string {
	return []string{ItemPath, PostPath, FlakyPath, BigPath, ListPath, LostPath}
}

// BigSize is the length of [Big], and of [List] to a part in a thousand.
const BigSize = 10 << 20

// The payloads, encoded once. Nobody may write to them.
var (
	Item = encode(order(1<<10, 8))                                 // 1 KiB, an [Order]
	Post = Batch{Orders: slices.Repeat([]Order{order(582, 2)}, 7)} // 3 bytes short of 4 KiB once encoded
	Big  = bytes.Repeat([]byte("0123456789abcdef"), BigSize/16)
	List = list(BigSize) // an array of [Order]
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
